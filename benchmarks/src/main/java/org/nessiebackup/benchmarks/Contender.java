package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Results;

/**
 * Somebody who takes backups of the catalog, and perhaps brings them back.
 *
 * @param backups what the report says of its backups
 * @param restores what the report says of its restores
 * @param preparation comes first, once
 * @param backup takes a backup
 * @param restore brings the last one back; all of it, or this fails
 */
record Contender(
    List<Line> backups, List<Line> restores, Preparation preparation, Turn backup, Turn restore) {

  /** Gets somebody ready. */
  interface Preparation {
    /** Why it cannot take part, if it cannot. */
    Optional<String> prepare() throws SQLException, IOException;
  }

  /** What is done in a round, beginning with the first. */
  interface Turn {
    void take(int round, Results results) throws SQLException, IOException;
  }
}
