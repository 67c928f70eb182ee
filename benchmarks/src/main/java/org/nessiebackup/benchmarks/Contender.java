package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Results;

/** Somebody who takes backups of the catalog, and perhaps brings them back. */
interface Contender {
  /** What the report says of its backups. */
  List<Line> backups();

  /** What the report says of its restores. */
  List<Line> restores();

  /** Gets ready, once; if it cannot take part, it says why. */
  Optional<String> prepare() throws SQLException, IOException;

  /** Takes a backup, beginning with the first round. */
  void backup(int round, Results results) throws SQLException, IOException;

  /** Brings the last one back; all of it, or this fails. */
  void restore(int round, Results results) throws SQLException, IOException;
}
