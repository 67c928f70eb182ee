package org.nessiebackup.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.postgres.Session.Activity;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * What the server streams: messages of the plugin {@code pgoutput}, whole transactions in the order
 * of their commits. It ends with its session.
 *
 * <p>One thread calls {@link #next}; any may call the rest, also while that one waits.
 *
 * <p>The position of the slot moves by {@link #confirm} alone. The server may remove what is before
 * it, and never sends it again; what is behind it is sent again after whatever has happened. After
 * a crash of the server it may send again what was confirmed already, so who reads drops what it
 * has by {@code Commit.endLsn}. Who has nothing of a transaction in hand confirms {@link
 * #lastReceived}: else a server on which others write keeps its log for us, and one that is shut
 * down waits for ever.
 *
 * <p>Whoever calls neither {@link #next} nor {@link #confirmNow} for {@link
 * ConnectionLimits#silence} is taken for dead by the server. It is the same the other way round.
 */
public final class ReplicationStream {
  private static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long NEWS_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int USUAL_LENGTH = 14 << 20;
  private static final long SOCKETLESS_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Session session;
  private final Optional<BufferedSocket> socket;
  private final String slot;
  private final String what;
  private final PGReplicationStream stream;
  private Lsn confirmed = Lsn.ZERO;
  private Lsn told = Lsn.ZERO;
  private long statusAt;
  private volatile Lsn reached = Lsn.ZERO;
  private volatile Question open;

  ReplicationStream(Session session, String slot, PGReplicationStream stream) {
    this.session = session;
    this.socket = session.socket();
    this.slot = slot;
    this.what = "follow the changes of replication slot \"" + slot + "\"";
    this.stream = stream;
    this.statusAt = System.nanoTime() - STATUS_NANOS;
  }

  /**
   * A status that the server has been sent and will respond to.
   *
   * @param activity what for, and since when
   * @param received how many bytes had come by then
   */
  private record Question(Activity activity, long received) {}

  /**
   * The next message, at once if it has come.
   *
   * @param wait how long it may take to come
   * @return the caller's own; empty if none came in that time, or the server had only to say how
   *     far it is
   * @throws BackupException {@link Failure#INTERRUPTED} when somebody has asked to stop, {@link
   *     Failure#CONNECTION} when the server is gone, silent or shutting down, {@link
   *     Failure#DATABASE} when it can no longer decode, or a message does not fit into memory
   */
  public Optional<ByteBuffer> next(Duration wait) {
    long until = System.nanoTime() + wait.toNanos();
    try {
      for (Optional<ByteBuffer> message = pending(); ; message = pending()) {
        long left = until - System.nanoTime();
        if (message.isPresent() || (left <= 0 && !hasMore())) {
          return message;
        }
        if (left > 0) {
          await(Math.min(left, untilStatus()));
        }
      }
    } catch (BackupException e) {
      if (e.failure() == Failure.CONNECTION) {
        session.abort();
      }
      throw ReplicationErrors.streaming(e, slot);
    }
  }

  /** What was confirmed is told soon, since a server that is shut down waits for it. */
  private synchronized long untilStatus() {
    long pause = confirmed.equals(told) ? STATUS_NANOS : NEWS_NANOS;
    return statusAt + pause - System.nanoTime();
  }

  private synchronized Optional<ByteBuffer> pending() {
    if (untilStatus() <= 0) {
      sendStatus();
    }
    // Before the driver looks: what comes while it looks is found by the next look.
    boolean over = socket.map(BufferedSocket::ended).orElse(false);
    long there = received();
    long taken = taken();
    Optional<ByteBuffer> message = read(stream::readPending);
    session.call(what, this::refuseLoss);
    if (message.isEmpty() && there > taken && taken() == taken) {
      // It is at the end of the stream, and does not go on to read that unless it may wait.
      message = read(stream::read);
      over = message.isEmpty();
    }
    if (message.isEmpty() && over) {
      throw ReplicationErrors.closed(what, null);
    }
    Lsn seen = new Lsn(stream.getLastReceiveLSN().asLong());
    // What explains a table has no position, and a transaction begins before others have ended.
    if (seen.compareTo(reached) > 0) {
      reached = seen;
    }
    if (open != null && received() > open.received()) {
      open = null;
    }
    return message;
  }

  /** The driver makes room for a message as long as the server says it is, without a limit. */
  private Optional<ByteBuffer> read(Session.DriverCall<ByteBuffer> call) {
    try {
      return session.call(what, () -> Optional.ofNullable(call.run()));
    } catch (OutOfMemoryError e) {
      // Half of the message is still to come, so nothing else can be read here.
      session.abort();
      if (hasRoom()) {
        throw ReplicationErrors.tooLong(what, e);
      }
      throw e;
    }
  }

  /** Whether there is memory for any message of usual length, so that this one was of another. */
  private static boolean hasRoom() {
    try {
      return new byte[USUAL_LENGTH].length == USUAL_LENGTH;
    } catch (OutOfMemoryError none) {
      return false;
    }
  }

  /** From version 18 on the server only warns that it leaves out what a publication had. */
  private boolean refuseLoss() throws SQLException {
    SQLWarning first = session.connection().getWarnings();
    for (SQLWarning each = first; each != null; each = each.getNextWarning()) {
      if (ReplicationErrors.isLoss(each)) {
        throw ReplicationErrors.losing(each, what);
      }
    }
    session.connection().clearWarnings();
    return true;
  }

  private long taken() {
    return socket.map(BufferedSocket::taken).orElse(0L);
  }

  private long received() {
    return socket.map(BufferedSocket::received).orElse(0L);
  }

  /**
   * Waits where the driver does not: it would either look again and again, or not see the end of
   * the time. What the server owes is looked after by the session's watch, and by nobody else.
   */
  private void await(long nanos) {
    session.cancellation().check();
    Question asked = open;
    if (asked == null) {
      session.translated(new Activity(what, System.nanoTime()), () -> arrived(nanos));
    } else {
      session.watched(asked.activity(), () -> arrived(nanos));
    }
  }

  /**
   * Whether more has come than the driver knows: over TLS it does not ask the kernel for what no
   * record was read of.
   */
  private boolean hasMore() {
    return session.translated(
        new Activity(what, System.nanoTime()), () -> socket.isPresent() && takenIn(socket.get()));
  }

  private static boolean takenIn(BufferedSocket socket) throws SQLException {
    try {
      return socket.takeIn();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private boolean arrived(long nanos) throws SQLException {
    if (socket.isEmpty()) {
      LockSupport.parkNanos(Math.min(nanos, SOCKETLESS_PAUSE_NANOS));
      return true;
    }
    try {
      return socket.get().await((int) TimeUnit.NANOSECONDS.toMillis(nanos));
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private static SQLException lost(IOException e) {
    return new PSQLException(String.valueOf(e.getMessage()), PSQLState.CONNECTION_FAILURE, e);
  }

  /**
   * Everything up to a position is stored for good and need not be sent again. The server hears of
   * it within a second, if somebody reads.
   *
   * @param position the end of a commit, or {@link #lastReceived} while no transaction is in hand;
   *     one that is not behind the last one changes nothing
   */
  public synchronized void confirm(Lsn position) {
    if (position.compareTo(confirmed) > 0) {
      confirmed = position;
      LogSequenceNumber number = LogSequenceNumber.valueOf(position.value());
      stream.setFlushedLSN(number);
      stream.setAppliedLSN(number);
    }
  }

  /** The same, and the server hears of it now: commits may be waiting for that. */
  public synchronized void confirmNow(Lsn position) {
    confirm(position);
    sendStatus();
  }

  /** Asks for a response, by which it is seen that the server is there. */
  private void sendStatus() {
    statusAt = System.nanoTime();
    told = confirmed;
    Question question = new Question(new Activity(what, statusAt), received());
    session.translated(
        question.activity(),
        () -> {
          stream.forceUpdateStatus();
          return stream;
        });
    if (open == null && socket.isPresent()) {
      open = question;
    }
  }

  /** The last position that was confirmed; {@link Lsn#ZERO} if none was. */
  public synchronized Lsn confirmed() {
    return confirmed;
  }

  /**
   * How far the server has come: all transactions whose commits are before it have been returned by
   * {@link #next}. It moves without messages too, while others write.
   */
  public Lsn lastReceived() {
    return reached;
  }
}
