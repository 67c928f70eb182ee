package org.nessiebackup.vault;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.StoredPart;
import org.nessiebackup.manifest.VoidBackup;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;

/**
 * A backup on its way into another vault. What was copied stays when the copy fails: the next one
 * goes on from there.
 */
public final class PendingReplica {
  private final ObjectStore source;
  private final ObjectStore target;
  private final BackupId id;
  private final VaultLease lease;
  private final Set<String> copied = ConcurrentHashMap.newKeySet();

  PendingReplica(ObjectStore source, ObjectStore target, BackupId id, VaultLease lease) {
    this.source = source;
    this.target = target;
    this.id = id;
    this.lease = lease;
  }

  /**
   * Copies an object and compares it with its checksum on the way; several threads may do so. One
   * that is there already is read instead, since the store may have lost bytes of it.
   *
   * @return how many bytes were written; 0 if it was there
   * @throws BackupException {@link Failure#DAMAGED} if the object is not what the manifest says
   */
  public long copy(StoredPart part, Cancellation stop) {
    String name = Layout.folder(id) + part.object();
    CheckedCopy copy = new CheckedCopy(source, target, name, part, stop);
    boolean there = copy.isThere();
    if (!there) {
      copy.run();
    }
    copied.add(part.object());
    return there ? 0 : part.storedBytes();
  }

  /**
   * Makes the backup exist in the other vault, with the same bytes as its manifest.
   *
   * @throws IllegalArgumentException if objects that the manifest names were not copied
   * @throws BackupException {@link Failure#LOCKED} if the lease was lost
   */
  public void commit(Manifest manifest) {
    Set<String> named = manifest.parts().map(StoredPart::object).collect(Collectors.toSet());
    if (!manifest.id().equals(id) || !copied.equals(named)) {
      throw new IllegalArgumentException("not all of backup \"" + id + "\" was copied");
    }
    try {
      Map<String, byte[]> documents = new LinkedHashMap<>();
      for (String name : manifests()) {
        documents.put(name, SmallObjects.read(source, name));
      }
      requireSame(manifest, documents);
      for (Map.Entry<String, byte[]> document : documents.entrySet()) {
        lease.check();
        publish(document.getKey(), document.getValue());
      }
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot publish the copy of \"" + id + "\"", target);
    }
  }

  /**
   * What was copied is what the manifest says that holds, unless somebody rewrapped it meanwhile.
   */
  private void requireSame(Manifest manifest, Map<String, byte[]> documents) {
    boolean same =
        documents.entrySet().stream()
            .map(each -> Documents.read(each.getValue(), each.getKey(), Manifest.class).content())
            .max(Comparator.comparingInt(Manifest::revision))
            .filter(manifest::equals)
            .isPresent();
    if (!same) {
      throw new BackupException(
          Failure.LOCKED,
          "backup \"%s\" in vault \"%s\" was changed while it was copied"
              .formatted(id, source.location()),
          "Run the command again.");
    }
  }

  /** The names of its manifests; the first revision, which makes the backup exist, at the end. */
  private List<String> manifests() throws IOException {
    return source.list(Layout.folder(id)).stream()
        .map(StoredObject::name)
        .filter(Layout::isManifest)
        .sorted(
            Comparator.comparing((String name) -> name.equals(Layout.manifest(id)))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private void publish(String name, byte[] bytes) throws IOException {
    try {
      SmallObjects.put(target, name, bytes);
    } catch (ObjectExistsException e) {
      byte[] there = SmallObjects.read(target, name);
      if (Arrays.equals(there, bytes)) {
        return;
      }
      if (!isVoid(there, name)) {
        throw e;
      }
      // An earlier copy was given up and cleared. Whoever comes back from it publishes these bytes.
      target.delete(name);
      SmallObjects.put(target, name, bytes);
    }
  }

  private static boolean isVoid(byte[] document, String name) {
    try {
      Documents.read(document, name, VoidBackup.class);
      return true;
    } catch (BackupException manifest) {
      return false;
    }
  }
}
