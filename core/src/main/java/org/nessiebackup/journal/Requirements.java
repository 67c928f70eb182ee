package org.nessiebackup.journal;

import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replication.ReplicationObstacle;
import org.nessiebackup.replication.ReplicationRequirements;
import org.nessiebackup.tables.CatalogLocation;

/** Says all that a journal lacks at once, so that nobody has to restart a server twice. */
final class Requirements {
  private Requirements() {}

  /**
   * Refuses to begin where something is missing; what is only to be known is a warning.
   *
   * @throws BackupException with all that is missing, and what to do about each
   */
  static void refuse(FollowedServer server, Setup setup) {
    refuse(server.session(), server.names(), server.catalog(), setup);
  }

  /** The same, where it is not known whether the server would send anything at all. */
  static void refuse(Session session, ServerNames names, CatalogLocation catalog, Setup setup) {
    List<ReplicationObstacle> missing = new ArrayList<>();
    for (ReplicationObstacle each :
        new ReplicationRequirements(names.slot(), names.publication(), catalog).unmet(session)) {
      switch (each.kind().weight()) {
        case REFUSES -> missing.add(each);
        case NEEDS_CONSENT -> {
          if (setup.options().limits().unbounded()) {
            setup.context().progress().warning(each.message());
          } else {
            missing.add(each.consentedBy("--unbounded-wal"));
          }
        }
        case NOTE -> setup.context().progress().warning(each.message());
      }
    }
    if (!missing.isEmpty()) {
      throw ReplicationObstacle.together("a journal", missing);
    }
  }
}
