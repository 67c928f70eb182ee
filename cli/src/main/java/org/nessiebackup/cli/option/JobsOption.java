package org.nessiebackup.cli.option;

import org.nessiebackup.Failure;
import picocli.CommandLine.Option;

/** How much is done at the same time. */
public final class JobsOption {
  private static final int MOST = 64;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      order = 40,
      description = "Parallel connections or readers; 2 to 4 by the number of processors.")
  int jobs = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));

  /** The number, between 1 and 64. */
  public int jobs() {
    if (jobs < 1 || jobs > MOST) {
      throw Failure.USAGE.exception("--jobs is %d; it can be 1 to %d".formatted(jobs, MOST));
    }
    return jobs;
  }
}
