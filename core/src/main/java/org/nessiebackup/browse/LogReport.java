package org.nessiebackup.browse;

import java.util.List;

/**
 * Commits of a reference.
 *
 * @param place which catalog
 * @param reference the branch, tag or commit, as it was named
 * @param commits the newest first
 * @param more whether there are older ones
 */
public record LogReport(
    PlaceReport place, String reference, List<CommitReport> commits, boolean more) {
  /** Takes its own copy of the list. */
  public LogReport {
    commits = List.copyOf(commits);
  }
}
