package org.nessiebackup.cli.option;

import org.nessiebackup.Failure;
import org.nessiebackup.cli.settings.OfOneRun;
import picocli.CommandLine.Option;

/** Where the state ends that {@code --to} asks for. */
public final class ExclusiveOption {
  @OfOneRun
  @Option(
      names = "--exclusive",
      order = 15,
      fallbackValue = "true",
      description = "End before the transaction that --to names, instead of behind it.")
  boolean exclusive;

  /**
   * Whether it ends before the transaction.
   *
   * @param to whether {@code --to} is given
   * @throws org.nessiebackup.BackupException {@link Failure#USAGE} if this is given without it
   */
  public boolean given(boolean to) {
    if (exclusive && !to) {
      throw Failure.USAGE.exception(
          "--exclusive is given without --to", "It says where the state ends that --to asks for.");
    }
    return exclusive;
  }
}
