package org.nessiebackup.selective;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.catalog.LiveCatalog;
import org.nessiebackup.catalog.ReferenceRows;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.postgres.Session;

/**
 * Finds out which Nessie repository of a database a server serves, if it serves this database at
 * all: the one that has every commit its references point to. Commits are stored before references
 * are moved to them and never go while they are pointed to, so commits made meanwhile do not
 * matter.
 */
final class ServedRepository {
  private ServedRepository() {}

  /**
   * The repository.
   *
   * @param shown what the server showed, before the catalog's snapshot was taken
   * @param wanted what the user says that it is
   * @throws BackupException {@link Failure#TARGET_GUARDED} if none fits; {@link Failure#USAGE} if
   *     several do
   */
  static String find(
      Collection<NessieReference> shown,
      LiveCatalog live,
      Session session,
      LiveObjects objects,
      Optional<String> wanted) {
    ReferenceRows references = ReferenceRows.of(live);
    Set<ObjectId> heads = new TreeSet<>();
    shown.forEach(reference -> heads.add(reference.head()));
    heads.remove(ObjectId.EMPTY);
    List<String> fitting =
        references.repositories().stream()
            .filter(name -> wanted.map(name::equals).orElse(true))
            .filter(
                name ->
                    references.shown(name).values().containsAll(shown)
                        || objects.absent(session, name, heads.stream()).isEmpty())
            .toList();
    if (fitting.size() > 1) {
      throw Failure.USAGE.exception(
          "the server may serve any of the Nessie repositories \"%s\" of %s"
              .formatted(String.join("\", \"", fitting), live.describe()),
          "Name the one it serves with --nessie-repository.");
    }
    return fitting.stream()
        .findFirst()
        .orElseThrow(
            () ->
                Failure.TARGET_GUARDED.exception(
                    "the server does not serve %s%s: what it points to is not there"
                        .formatted(
                            live.describe(),
                            wanted.map(name -> ", Nessie repository \"" + name + "\"").orElse("")),
                    "--nessie-url and --jdbc-url have to belong to the same Nessie."));
  }
}
