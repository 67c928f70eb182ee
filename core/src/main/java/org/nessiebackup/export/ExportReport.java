package org.nessiebackup.export;

import java.time.Duration;
import java.util.List;

/**
 * What was exported.
 *
 * @param source what the rows came from, for people
 * @param content what was written
 * @param elapsed how long it took
 */
public record ExportReport(String source, Content content, Duration elapsed) {
  /** What was written. */
  public sealed interface Content {
    /**
     * A plain SQL dump.
     *
     * @param tables how many tables
     * @param rows how many rows
     * @param bytes length of the SQL text, before compression
     */
    record Sql(int tables, long rows, long bytes) implements Content {}

    /**
     * A zip file of one Nessie repository.
     *
     * @param repository the Nessie repository
     * @param commits how many commits
     * @param references how many branches and tags
     * @param objects how many objects that belong to contents by their ids
     * @param otherRepositories Nessie repositories of the catalog that are not in it
     */
    record NessieZip(
        String repository,
        long commits,
        long references,
        long objects,
        List<String> otherRepositories)
        implements Content {
      /** Copies the list. */
      public NessieZip {
        otherRepositories = List.copyOf(otherRepositories);
      }
    }
  }
}
