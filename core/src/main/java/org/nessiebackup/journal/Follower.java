package org.nessiebackup.journal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.journal.JournalStatusReport.Standby;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.pgoutput.Message;
import org.nessiebackup.pgoutput.MessageReader;
import org.nessiebackup.postgres.ReplicationStream;
import org.nessiebackup.retry.Sleeper;
import org.nessiebackup.vault.journal.JournalChanges;

/**
 * Follows one epoch by one stream until it ends: reads, cuts files, has them stored, and confirms
 * to the server what is stored. It keeps nothing that cannot be read again: after an exception the
 * next one goes on where the vault is. One thread.
 */
final class Follower {
  /** Nobody waits for a message longer without looking after the rest. */
  private static final Duration PATIENCE = Duration.ofMillis(50);

  /**
   * So long what comes may gather where no commit waits for it: to be woken for each takes a third
   * of the processor time of reading it, and that belongs to the database.
   */
  private static final Duration GATHERING = Duration.ofMillis(50);

  private static final Duration GLANCE = Duration.ofMillis(1);

  /** Without a message for so long, what came before an end has come. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  /** So many messages are read before the rest is looked after, unless there are no more. */
  private static final int AT_ONCE = 500;

  /** What can be kept is no longer: a row, and perhaps the one that it takes the place of. */
  private static final long LONGEST_CHANGE = 2 * JournalChanges.LONGEST_ROW;

  private final ReplicationStream stream;
  private final ServerWatch watch;
  private final FileStorage storage;
  private final Cutter cutter;
  private final Follow follow;
  private final Timer looked = new Timer();
  private final Timer heard = new Timer();
  private Optional<Standby> standby = Optional.empty();
  private Optional<Ending> ending = Optional.empty();
  private Optional<ServerWatch.Look> good = Optional.empty();

  /**
   * What it is to do.
   *
   * @param options how
   * @param cancellation a request to stop
   * @param listener hears what happens
   */
  record Follow(
      JournalOptions options, Cancellation cancellation, Consumer<FollowReport> listener) {}

  /**
   * An end that a look has shown; what the stream has from before is still to be had.
   *
   * @param look it
   * @param reason why
   */
  private record Ending(ServerWatch.Look look, EpochEndException reason) {}

  Follower(
      ReplicationStream stream,
      ServerWatch watch,
      FileStorage storage,
      Cutter cutter,
      Follow follow) {
    this.stream = stream;
    this.watch = watch;
    this.storage = storage;
    this.cutter = cutter;
    this.follow = follow;
  }

  /**
   * Follows.
   *
   * @return the file that ends the epoch
   * @throws BackupException because of the server or the vault, or a request to stop
   */
  JournalFile follow() {
    try {
      look();
      while (true) {
        follow.cancellation().check();
        receive();
        storage.await(Duration.ZERO).ifPresent(this::stored);
        if (ending.isEmpty() && looked.hasPassed(follow.options().pace().look())) {
          look();
        }
        endIfReached();
        cutIfDue();
        sayIfQuiet();
      }
    } catch (EpochEndException e) {
      return finish(e);
    } catch (BackupException e) {
      return finish(keepWhatCame(e));
    }
  }

  /** Reads no further than memory allows, nor when the server waits for the file under way. */
  private void receive() throws EpochEndException {
    if (!storage.isIdle() && (cutter.isFull() || follow.options().synchronous())) {
      storage.await(PATIENCE).ifPresent(this::stored);
      return;
    }
    Optional<Message> message = first();
    for (int i = 0; message.isPresent(); i++) {
      if (cutter.assembly().accept(message.get())) {
        lookBehindDescription();
      }
      boolean goOn = i < AT_ONCE && !cutter.isFull() && !cutter.hasMarks();
      message = goOn ? next(Duration.ZERO) : Optional.empty();
    }
  }

  private Optional<Message> first() throws EpochEndException {
    if (follow.options().synchronous()) {
      return next(cutter.isEmpty() ? PATIENCE : Duration.ZERO);
    }
    if (!cutter.hasMore()) {
      Sleeper.stoppedBy(follow.cancellation()).sleep(GATHERING);
    }
    // Not without any wait: only who waits sees that the server has gone.
    return next(GLANCE);
  }

  private Optional<Message> next(Duration wait) throws EpochEndException {
    Optional<ByteBuffer> bytes = stream.next(wait);
    cutter.received(stream.lastReceived());
    cutter.heard(bytes.isPresent());
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    heard.restart();
    return Optional.of(read(bytes.get()));
  }

  /** Before it is read, as that takes the same memory again. */
  private static Message read(ByteBuffer bytes) throws EpochEndException {
    if (bytes.remaining() > LONGEST_CHANGE && !MessageReader.isLogicalMessage(bytes)) {
      throw new EpochEndException(
          EndReason.NOT_DECODABLE,
          "a change of a row has %,d bytes, and the journal holds no row of more than %,d"
              .formatted(bytes.remaining(), JournalChanges.LONGEST_ROW));
    }
    return MessageReader.read(bytes);
  }

  /**
   * The server is gone, or the slot is, or somebody asks to stop. What is complete is worth
   * keeping: perhaps nobody can send it again.
   *
   * @return why the epoch has ended
   * @throws BackupException what came, if the epoch has not
   */
  private EpochEndException keepWhatCame(BackupException broken) {
    if (storage.hasFailed()) {
      throw broken;
    }
    try {
      cutter.assembly().forgetOpen();
      storage.await().ifPresent(this::kept);
      if (!cutter.isEmpty()) {
        cut(Optional.empty());
        storage.await().ifPresent(this::kept);
      }
      if (ending.isEmpty() && !follow.cancellation().requested()) {
        look();
      }
    } catch (EpochEndException e) {
      return e;
    } catch (BackupException e) {
      broken.addSuppressed(e);
    }
    return ending.map(Ending::reason).orElseThrow(() -> broken);
  }

  private void look() throws EpochEndException {
    sayWhoWaits();
    ServerWatch.Look look = watch.look();
    looked.restart();
    if (look.against().isEmpty()) {
      good = Optional.of(look);
      cutter.looked(look);
      return;
    }
    EpochEndException reason = look.against().get();
    if (reason.reason().endsStream()) {
      throw reason;
    }
    ending = Optional.of(new Ending(look, reason));
  }

  private void sayWhoWaits() {
    Optional<Standby> now = watch.standby(follow.options().synchronous());
    if (!now.equals(standby)) {
      standby = now;
      now.ifPresent(each -> follow.listener().accept(new FollowReport.Waited(each)));
    }
  }

  /**
   * The server describes a table again after somebody has altered something, perhaps that the other
   * table is no longer published. If so, the transaction that has begun is the first that is not
   * whole.
   */
  private void lookBehindDescription() throws EpochEndException {
    if (ending.isEmpty()) {
      look();
    }
    endIfNotWhole();
  }

  private void endIfNotWhole() throws EpochEndException {
    if (ending.isPresent() && ending.get().reason().reason() == EndReason.PUBLICATION_CHANGED) {
      throw ending.get().reason();
    }
  }

  private void endIfReached() throws EpochEndException {
    if (cutter.assembly().isOpen()) {
      return;
    }
    if (ending.isPresent()) {
      boolean reached = stream.lastReceived().compareTo(ending.get().look().position()) >= 0;
      if (reached || heard.hasPassed(SILENCE)) {
        throw ending.get().reason();
      }
    } else if (storage.isIdle() && storage.spent().isPresent()) {
      throw new EpochEndException(EndReason.CONTINUED, storage.spent().get());
    }
  }

  private void cutIfDue() throws EpochEndException {
    if (!storage.isIdle() || !cutter.isDue()) {
      return;
    }
    // Whether the tables are published still, the stream does not say. Commits that wait for the
    // journal do not wait for that, so there the last second may be of one table only.
    boolean inDoubt = cutter.hasMarks() || !follow.options().synchronous();
    if (inDoubt && !cutter.isEmpty() && ending.isEmpty()) {
      look();
      endIfNotWhole();
    }
    cut(Optional.empty());
  }

  /** After a look that shows an end, perhaps not all has come that was committed before it. */
  private void sayIfQuiet() {
    if (storage.isIdle() && ending.isEmpty()) {
      cutter.quietUntil().ifPresent(at -> follow.listener().accept(new FollowReport.Quiet(at)));
    }
  }

  private void cut(Optional<JournalFile.End> end) {
    storage.begin(cutter.cut(end));
  }

  private void stored(JournalFile file) {
    stream.confirmNow(file.span().to());
    kept(file);
  }

  private void kept(JournalFile file) {
    follow.listener().accept(new FollowReport.Stored(file));
  }

  /**
   * What is not whole is left out. The slot, if it goes on, is told of the end by its next user.
   */
  private JournalFile finish(EpochEndException reason) {
    cutter.assembly().forgetOpen();
    if (reason.reason() == EndReason.PUBLICATION_CHANGED) {
      good.ifPresent(look -> cutter.assembly().draft().forgetFrom(look.position()));
    }
    storage.await().ifPresent(this::kept);
    cut(Optional.of(reason.end()));
    JournalFile file = storage.await().orElseThrow();
    kept(file);
    return file;
  }
}
