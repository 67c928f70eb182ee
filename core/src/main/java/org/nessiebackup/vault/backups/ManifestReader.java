package org.nessiebackup.vault.backups;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.access.SignatureCheck;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;

/** Reads manifests, and believes none that lies in the wrong place or that nobody has signed. */
final class ManifestReader {
  private final ObjectStore store;
  private final VaultDescription vault;
  private final SignatureCheck signatures;

  ManifestReader(ObjectStore store, VaultDescription vault, SignatureCheck signatures) {
    this.store = store;
    this.vault = vault;
    this.signatures = signatures;
  }

  /**
   * The manifest that says where a backup's objects are: that of the greatest revision.
   *
   * @throws NoSuchObjectException if there is no such backup
   * @throws BackupException {@link Failure#DAMAGED}, {@link Failure#FORMAT_UNSUPPORTED} or {@link
   *     Failure#UNTRUSTED}
   */
  Documents.Enveloped<Manifest> current(BackupId id) throws IOException {
    return current(first(id));
  }

  /**
   * The same manifest, with the checksum of the first one.
   *
   * @throws NoSuchObjectException as {@link #current}
   */
  ParentLookup.Identified identified(BackupId id) throws IOException {
    Documents.Enveloped<Manifest> first = first(id);
    return new ParentLookup.Identified(current(first).content(), first.envelope().sha256());
  }

  private Documents.Enveloped<Manifest> current(Documents.Enveloped<Manifest> first)
      throws IOException {
    Documents.Enveloped<Manifest> manifest = first;
    BackupId id = first.content().id();
    // Only what is encrypted is ever stored again, for other recipients.
    if (manifest.content().encrypted()) {
      for (StoredObject revision : store.list(Layout.revisions(id))) {
        manifest = next(manifest, id, revision.name());
      }
    }
    return manifest;
  }

  /** The manifest by which the backup came to be, which is never replaced. */
  Documents.Enveloped<Manifest> first(BackupId id) throws IOException {
    Documents.Enveloped<Manifest> manifest = read(id, Layout.manifest(id));
    if (manifest.content().revision() != 0) {
      throw moved(manifest.content(), Layout.manifest(id));
    }
    return manifest;
  }

  private Documents.Enveloped<Manifest> next(
      Documents.Enveloped<Manifest> before, BackupId id, String name) throws IOException {
    Documents.Enveloped<Manifest> next = read(id, name);
    Manifest manifest = next.content();
    boolean follows =
        name.equals(Layout.revision(id, manifest.revision()))
            && manifest.revision() == before.content().revision() + 1
            && manifest.revised().revises().equals(Optional.of(before.envelope().sha256()));
    if (!follows) {
      throw moved(manifest, name);
    }
    return next;
  }

  private Documents.Enveloped<Manifest> read(BackupId id, String name) throws IOException {
    Documents.Enveloped<Manifest> enveloped = SmallObjects.read(store, name, Manifest.class);
    Manifest manifest = enveloped.content();
    if (!manifest.id().equals(id) || !manifest.vault().equals(vault.id())) {
      throw moved(manifest, name);
    }
    Instant began =
        manifest.snapshotAt().isAfter(manifest.started())
            ? manifest.snapshotAt()
            : manifest.started();
    signatures.check(
        new SignatureCheck.Signed(enveloped.envelope(), manifest.protection(), began, name));
    return enveloped;
  }

  private static BackupException moved(Manifest manifest, String name) {
    return Failure.DAMAGED.exception(
        "\"%s\" belongs to backup \"%s\" of vault %s, revision %d"
            .formatted(name, manifest.id(), manifest.vault(), manifest.revision()),
        "Files were moved by hand; put them back where they came from.");
  }
}
