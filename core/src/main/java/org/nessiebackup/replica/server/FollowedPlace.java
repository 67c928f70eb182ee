package org.nessiebackup.replica.server;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replication.Publication;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TableInspector;

/**
 * A catalog that a replica's document names, and what is there now.
 *
 * @param place what the document says
 */
public record FollowedPlace(CatalogPlace place) {
  /**
   * Where its tables are.
   *
   * @throws BackupException {@link Failure#FORMAT_UNSUPPORTED} if it is of a type that is not known
   */
  public CatalogLocation catalog() {
    return new CatalogLocation(place.schema(), type().tables());
  }

  /**
   * Its table of objects.
   *
   * @throws BackupException {@link Failure#FORMAT_UNSUPPORTED} if it is of a type that is not known
   */
  public String objects() {
    return type().objects();
  }

  private StoreType type() {
    return StoreType.of(place.storeType())
        .orElseThrow(
            () ->
                Failure.FORMAT_UNSUPPORTED.exception(
                    "the replica is of a catalog of type \"%s\"".formatted(place.storeType()),
                    "A newer nessie-backup has begun it: update this one."));
  }

  /**
   * What is another server or database than the document says, in a sentence; absent if nothing.
   */
  public Optional<String> otherServer(Session session) {
    ServerFacts.Identity now = ServerFacts.of(session).identity();
    boolean same =
        now.database().equals(place.database())
            && now.system().filter(each -> !each.equals(place.systemIdentifier())).isEmpty();
    return same ? Optional.empty() : Optional.of(other(now));
  }

  private String other(ServerFacts.Identity now) {
    return "database \"%s\" of cluster %s is given, and the replica was made with %s"
        .formatted(now.database(), now.system().orElse("(unknown)"), place.describe());
  }

  /**
   * For what must not happen to any other one: a server that does not say who it is will not do.
   *
   * @param hint how the right one is given
   * @throws BackupException {@link Failure#TARGET_GUARDED} if it is not known to be this one
   */
  public void require(Session session, String hint) {
    ServerFacts.Identity now = ServerFacts.of(session).identity();
    boolean same =
        now.database().equals(place.database())
            && now.system().filter(place.systemIdentifier()::equals).isPresent();
    if (!same) {
      throw Failure.TARGET_GUARDED.exception(other(now), hint);
    }
  }

  /**
   * What keeps it from sending the changes of the tables that the replica has; absent if nothing.
   */
  public Optional<String> defect(Session session, ReplicaState.Link link) {
    List<TableDescription> now = TableInspector.present(session, place.schema(), catalog().names());
    if (!now.stream().map(TableDescription::oid).toList().equals(link.tables())) {
      return Optional.of(
          now.size() < link.tables().size()
              ? "tables of the catalog are gone from schema \"%s\"".formatted(place.schema())
              : "the primary's tables were exchanged, by a restore, an undo or a reset");
    }
    return Publication.look(session, link.publication())
        .map(publication -> publication.defect(link.tables()))
        .orElseGet(() -> Optional.of("was dropped"))
        .map(defect -> "publication \"%s\" %s".formatted(link.publication(), defect));
  }
}
