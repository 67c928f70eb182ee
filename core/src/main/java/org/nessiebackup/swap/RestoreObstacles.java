package org.nessiebackup.swap;

import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.properties.RowSecurity;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TableInspector;

/**
 * What would stand in the way of a restore over a catalog, whoever restores and whatever backup.
 */
public final class RestoreObstacles {
  private RestoreObstacles() {}

  /** All of them, as a restore would say it; empty if there are none. */
  public static List<BackupException> of(Session session, CatalogLocation catalog) {
    List<BackupException> obstacles = new ArrayList<>();
    for (TableDescription table : TableInspector.inspect(session, catalog)) {
      try {
        RowSecurity.refuseUnfit(session, table, table.shape());
      } catch (BackupException e) {
        if (e.failure() != Failure.TARGET_GUARDED) {
          throw e;
        }
        obstacles.add(e);
      }
    }
    return obstacles;
  }
}
