package org.nessiebackup.nessie;

/**
 * The tables in which Nessie GC, a program of its own, keeps its records, if it is set to keep them
 * in a database.
 */
public final class CollectorTables {
  /** One row for each of its runs, which it calls live sets. */
  public static final String RUNS = "gc_live_sets";

  /** One row for each file that a run has put off to delete. */
  public static final String DEFERRED = "gc_file_deletions";

  private CollectorTables() {}

  /** Whether a run of this state is looking at the catalog, or deleting files, right now. */
  public static boolean isAtWork(String status) {
    return status.endsWith("_IN_PROGRESS");
  }
}
