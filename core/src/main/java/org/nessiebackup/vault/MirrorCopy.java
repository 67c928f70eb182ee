package org.nessiebackup.vault;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.BackupObject;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.lease.VaultLease;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/** A copy of the same bytes. The next one goes on where this one was stopped. */
public final class MirrorCopy implements BackupCopy {
  private final ObjectStore source;
  private final ObjectStore target;
  private final Manifest manifest;
  private final BackupWriter writer;

  MirrorCopy(ObjectStore source, ObjectStore target, Manifest manifest, VaultLease lease) {
    this.source = source;
    this.target = target;
    this.manifest = manifest;
    this.writer =
        new BackupWriter(
            target,
            manifest.id(),
            Layout.manifest(manifest.id()),
            lease::check,
            BackupWriter.OnTombstone.REPLACE);
  }

  /** One that is there already is read instead, since the store may have lost bytes of it. */
  @Override
  public long copy(BackupObject object, Cancellation stop) {
    try {
      if (isThere(object, stop)) {
        writer.found(object.object());
        return 0;
      }
      try (ObjectWriter copy = writer.begin(object.object())) {
        new ObjectCopy(source, manifest.id(), object, stop).run(copy);
      }
      return object.storedBytes();
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot copy \"" + name(object) + "\"", target);
    }
  }

  /** Whether the target has it, with the right content; removes one with another content. */
  private boolean isThere(BackupObject object, Cancellation stop) throws IOException {
    if (!SmallObjects.exists(target, name(object))) {
      return false;
    }
    if (new ObjectCopy(target, manifest.id(), object, stop).isWhole()) {
      return true;
    }
    target.delete(name(object));
    return false;
  }

  private String name(BackupObject object) {
    return Layout.folder(manifest.id()) + object.object();
  }

  @Override
  public void commit() {
    try {
      SequencedMap<String, byte[]> documents = new LinkedHashMap<>();
      for (String name : manifests()) {
        documents.put(name, SmallObjects.read(source, name));
      }
      requireSame(documents);
      writer.commit(manifest, documents);
    } catch (IOException e) {
      throw StoreErrors.translate(
          e, "cannot publish the copy of \"" + manifest.id() + "\"", target);
    }
  }

  /** What was copied is what the current manifest says, unless somebody rewrapped it meanwhile. */
  private void requireSame(SequencedMap<String, byte[]> documents) {
    boolean same =
        documents.entrySet().stream()
            .map(each -> Documents.read(each.getValue(), each.getKey(), Manifest.class).content())
            .max(Comparator.comparingInt(Manifest::revision))
            .filter(manifest::equals)
            .isPresent();
    if (!same) {
      throw Failure.LOCKED.exception(
          "backup \"%s\" in vault \"%s\" was changed while it was copied"
              .formatted(manifest.id(), source.location()),
          "Run the command again.");
    }
  }

  /** The names of its manifests; the first revision, which makes the backup exist, at the end. */
  private List<String> manifests() throws IOException {
    return source.list(Layout.folder(manifest.id())).stream()
        .map(StoredObject::name)
        .filter(Layout::isManifest)
        .sorted(
            Comparator.comparing((String name) -> name.equals(Layout.manifest(manifest.id())))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }
}
