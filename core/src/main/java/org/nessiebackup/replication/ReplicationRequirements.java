package org.nessiebackup.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;
import org.nessiebackup.replication.ReplicationObstacle.Kind;
import org.nessiebackup.replication.ReplicationObstacle.Weight;
import org.nessiebackup.tables.CatalogLocation;

/**
 * What speaks against reading the changes of a catalog, found before anything is made: by looking
 * only, with an ordinary session, and with rights that every role has.
 *
 * @param slot the name of the slot that is to be, or is there
 * @param publication the name of the publication that is to be, or is there
 * @param catalog whose changes
 */
public record ReplicationRequirements(String slot, String publication, CatalogLocation catalog) {
  /** All obstacles and notes, what matters most first; empty if there are none. */
  public List<ReplicationObstacle> unmet(Session session) {
    List<ReplicationObstacle> all = new ArrayList<>();
    if (session.isPooled()) {
      all.add(
          new ReplicationObstacle(
              Kind.POOLER,
              Failure.SERVER_UNSUPPORTED,
              "a pooler answers instead of the server, and carries no replication",
              "Name the server itself; the pooler may stay where it is for others."));
    }
    ServerReadiness server = ServerReadiness.of(session, slot);
    all.addAll(server.obstacles(Sql.name(server.role().name())));
    List<TableReadiness> tables = TableReadiness.of(session, catalog);
    tables.forEach(table -> all.addAll(table.obstacles()));
    Optional<Publication> published = Publication.look(session, publication);
    if (published.isPresent()) {
      published
          .get()
          .defect(tables.stream().map(TableReadiness::oid).toList())
          .ifPresent(defect -> all.add(unfit(published.get(), defect)));
    } else {
      all.addAll(TableReadiness.ofPublishing(session, tables, publication));
    }
    return all;
  }

  private static ReplicationObstacle unfit(Publication publication, String defect) {
    return new ReplicationObstacle(
        Kind.PUBLICATION,
        Failure.CATALOG_UNSUITABLE,
        "publication \"%s\" %s".formatted(publication.name(), defect),
        "If nobody else needs it, drop it as role %s, and what is needed is made: DROP PUBLICATION %s;"
            .formatted(publication.owner(), Sql.name(publication.name())));
  }

  /**
   * Refuses what would not work.
   *
   * @param consent whether risks are taken
   * @throws BackupException the failure of the first obstacle, with the others attached
   */
  public void refuse(Session session, boolean consent) {
    List<BackupException> refusals =
        unmet(session).stream()
            .filter(
                each ->
                    switch (each.kind().weight()) {
                      case Weight.REFUSES -> true;
                      case Weight.NEEDS_CONSENT -> !consent;
                      case Weight.NOTE -> false;
                    })
            .map(ReplicationObstacle::toException)
            .toList();
    if (!refusals.isEmpty()) {
      BackupException first = refusals.getFirst();
      refusals.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }
}
