package org.nessiebackup.cli.serve;

import java.util.Optional;
import org.nessiebackup.CronSchedule;
import picocli.CommandLine.ITypeConverter;

/**
 * When the journal is proven. To say nothing of it is another thing than to say "off": a journal
 * that nobody proves is a hope, but a proof reads the rows of backups, which takes an identity.
 *
 * @param schedule as somebody wants it; empty for never
 */
record JournalProofTimes(Optional<CronSchedule> schedule) {
  private static final CronSchedule USUAL = CronSchedule.parse("10 5 * * *");

  /**
   * As somebody wants it, or as is usual; null for never.
   *
   * @param said null if nobody says anything
   * @param provable whether there is a journal that can be read here
   */
  static CronSchedule of(JournalProofTimes said, boolean provable) {
    return Optional.ofNullable(said)
        .map(JournalProofTimes::schedule)
        .orElse(provable ? Optional.of(USUAL) : Optional.empty())
        .orElse(null);
  }

  /** Reads it. */
  static final class Parser implements ITypeConverter<JournalProofTimes> {
    @Override
    public JournalProofTimes convert(String text) {
      return new JournalProofTimes(Optional.ofNullable(new ScheduleOption().convert(text)));
    }
  }
}
