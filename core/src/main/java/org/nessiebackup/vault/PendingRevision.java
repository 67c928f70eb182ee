package org.nessiebackup.vault;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.StoredPart;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;

/**
 * A backup whose objects are being stored anew, for the recipients of now. Until its commit, and if
 * that never comes, the backup is read from the objects it has.
 */
public final class PendingRevision implements AutoCloseable {
  private final Documents.Sealed<Manifest> before;
  private final Publication publication;
  private final VaultKeys keys;
  private final int settings;
  private final int prefix;

  private PendingRevision(
      Documents.Sealed<Manifest> before,
      Publication publication,
      VaultKeys keys,
      int settings,
      int prefix) {
    this.before = before;
    this.publication = publication;
    this.keys = keys;
    this.settings = settings;
    this.prefix = prefix;
  }

  static PendingRevision begin(
      ObjectStore store,
      Documents.Sealed<Manifest> before,
      VaultKeys keys,
      int settings,
      Runnable guard)
      throws IOException {
    BackupId id = before.content().id();
    int revision = before.content().revision() + 1;
    return new PendingRevision(
        before,
        new Publication(store, id, Layout.revision(id, revision), guard),
        keys,
        settings,
        freePrefix(store, id, revision));
  }

  /** Whoever was stopped at this work has left objects, which a store may be unable to remove. */
  private static int freePrefix(ObjectStore store, BackupId id, int revision) throws IOException {
    List<String> names = store.list(Layout.folder(id)).stream().map(StoredObject::name).toList();
    int prefix = revision;
    while (isTaken(names, Layout.folder(id) + Layout.revisedPrefix(prefix))) {
      prefix++;
    }
    return prefix;
  }

  private static boolean isTaken(List<String> names, String beginning) {
    return names.stream().anyMatch(name -> name.startsWith(beginning));
  }

  /** What the backup is now. */
  public Manifest before() {
    return before.content();
  }

  /** Begins the object that will stand for one that the backup has. */
  public PendingSegment replacement(StoredPart part) throws IOException {
    return publication.begin(Layout.revised(part.object(), prefix));
  }

  /**
   * Makes the new objects those of the backup.
   *
   * @param tool name and version of this program
   * @param tables the same tables with the names, sizes and checksums of the new objects
   * @throws IllegalArgumentException if they name other objects than those that were committed
   */
  public Manifest commit(String tool, List<TableEntry> tables) throws IOException {
    Manifest old = before.content();
    Manifest next =
        new Manifest(
            old.id(),
            old.vault(),
            tool,
            old.type(),
            old.parent(),
            old.parentSha256(),
            old.started(),
            old.snapshotAt(),
            old.finished(),
            old.encryption(),
            settings,
            old.tags(),
            old.revision() + 1,
            Optional.of(before.seal().sha256()),
            old.source(),
            tables);
    Set<String> named = new HashSet<>();
    next.parts().forEach(part -> named.add(part.object()));
    if (!named.equals(publication.published())) {
      throw new IllegalArgumentException("the revision does not name what was stored for it");
    }
    publication.commit(Documents.write(next, keys.signer()), Optional.empty());
    return next;
  }

  /** Removes the new objects if they were not committed. */
  @Override
  public void close() throws IOException {
    publication.close();
  }
}
