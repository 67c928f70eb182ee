package org.nessiebackup.files;

import java.util.List;

/**
 * Which files to probe.
 *
 * @param references names of branches and tags; empty for all
 * @param share of the metadata files, more than 0 and 1 at most; chance decides which
 * @param seed the same seed and share mean the same files
 * @param deep whether to read the metadata files, and probe what the current snapshots consist of
 * @param jobs questions at a time, at least one
 */
public record FilesOptions(
    List<String> references, double share, long seed, boolean deep, int jobs) {
  /** Refuses what makes no sense, and takes its own copy of the list. */
  public FilesOptions {
    references = List.copyOf(references);
    if (!(share > 0 && share <= 1) || jobs < 1) {
      throw new IllegalArgumentException(share + " of the files by " + jobs + " jobs");
    }
  }
}
