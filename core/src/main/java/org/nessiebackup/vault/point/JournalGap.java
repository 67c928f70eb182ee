package org.nessiebackup.vault.point;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;

/**
 * A time of which the journal does not have every transaction.
 *
 * @param from what was committed before this moment, by the server's clock, is there
 * @param to the moment from which on everything is there again, for backups that are taken behind
 *     it; absent if it goes on
 * @param position where it begins in the server's log
 * @param reason why, in a word: that of the end of an epoch, {@link #DAMAGED} or {@link #UNKNOWN}
 * @param text why, for people
 */
public record JournalGap(
    Instant from, Optional<Instant> to, Lsn position, String reason, String text) {
  /** Something of the journal is missing in the vault, or cannot be used. */
  public static final String DAMAGED = "damaged";

  /** Another epoch was begun, and the one before does not say why it has ended. */
  public static final String UNKNOWN = "unknown";

  /** Why the journal does not go on behind a stretch of it. */
  static JournalGap behind(JournalRun run, Optional<JournalRun> next) {
    JournalRun.Reach reach = run.reach();
    JournalFile.End end =
        reach
            .damage()
            .map(damage -> damaged(damage.reason().getMessage()))
            .or(
                () ->
                    next.filter(JournalRun::isCut)
                        .map(each -> damaged("what another epoch follows on is missing")))
            .or(reach::end)
            .orElse(new JournalFile.End(UNKNOWN, "another epoch was begun"));
    Optional<Instant> begun = next.map(each -> each.first().begunAt());
    return new JournalGap(
        reach.at(),
        begun.map(at -> at.isBefore(reach.at()) ? reach.at() : at),
        reach.to(),
        end.reason(),
        end.text());
  }

  private static JournalFile.End damaged(String text) {
    return new JournalFile.End(DAMAGED, text);
  }
}
