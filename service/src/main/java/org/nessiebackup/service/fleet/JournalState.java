package org.nessiebackup.service.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.journal.JournalStatusReport;
import org.nessiebackup.manifest.JournalFile;

/**
 * How the journal of a catalog is followed.
 *
 * @param phase in one word
 * @param reachedAt every commit is in the vault that was confirmed before, by the server's clock
 * @param looked when that was heard last, by the clock here
 * @param trouble why it cannot be followed now
 * @param ended why it has ended
 * @param based whether the newest backup is one that it brings forward
 * @param server what the server has said last
 */
public record JournalState(
    Phase phase,
    Optional<Instant> reachedAt,
    Optional<Instant> looked,
    Optional<Trouble> trouble,
    Optional<JournalFile.End> ended,
    boolean based,
    Optional<JournalStatusReport.Server> server) {
  /** Before the first look, or where another service leads. */
  public static final JournalState NONE =
      new JournalState(
          Phase.UNKNOWN,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty());

  /** A file comes each minute, also where nobody commits; by then one more was to have come. */
  private static final Duration SILENCE = Duration.ofSeconds(150);

  /** How it is followed, in one word. */
  public enum Phase {
    /** Nobody here has looked yet. */
    UNKNOWN,
    /** Somebody follows it. */
    FOLLOWED,
    /** It goes on as soon as what is in its way is gone. */
    WAITING,
    /** Until somebody begins another epoch. */
    ENDED
  }

  /** All is in the vault that was committed before a moment. */
  public JournalState reached(Instant at, Instant now) {
    return new JournalState(
        Phase.FOLLOWED,
        Optional.of(reachedAt.filter(at::isBefore).orElse(at)),
        Optional.of(now),
        Optional.empty(),
        Optional.empty(),
        based,
        server);
  }

  /** The server sends changes. */
  public JournalState following(Instant now) {
    return new JournalState(
        Phase.FOLLOWED,
        reachedAt,
        Optional.of(now),
        Optional.empty(),
        Optional.empty(),
        based,
        server);
  }

  /** It cannot be followed now. */
  public JournalState failed(Trouble why) {
    return new JournalState(
        ended.isPresent() ? Phase.ENDED : Phase.WAITING,
        reachedAt,
        looked,
        Optional.of(why),
        ended,
        based,
        server);
  }

  /** It has ended, and does not go on by itself. */
  public JournalState ended(JournalFile.End end) {
    return new JournalState(
        Phase.ENDED, reachedAt, looked, Optional.empty(), Optional.of(end), based, server);
  }

  /** Another epoch needs another backup. */
  public JournalState unbased() {
    return new JournalState(phase, reachedAt, looked, trouble, ended, false, server);
  }

  /** What was asked of vault and server. */
  public JournalState seen(JournalStatusReport report) {
    return new JournalState(
        phase,
        report
            .epoch()
            .map(JournalStatusReport.Epoch::reachedAt)
            .filter(at -> reachedAt.filter(at::isBefore).isEmpty())
            .or(() -> reachedAt),
        looked,
        trouble,
        ended,
        report.base().isPresent(),
        report.server());
  }

  /** Every commit is safe that was confirmed before: there is a backup from which it goes on. */
  public Optional<Instant> safeAsOf() {
    return reachedAt.filter(at -> based);
  }

  /** Whether it leaves nothing to be done to whoever follows the references. */
  public boolean suffices(Instant now) {
    return phase == Phase.FOLLOWED
        && based
        && looked.filter(at -> Duration.between(at, now).abs().compareTo(SILENCE) < 0).isPresent();
  }
}
