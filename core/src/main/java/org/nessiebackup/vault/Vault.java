package org.nessiebackup.vault;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.KeyList;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.Upload;

/** The place that keeps backups. May be used by several threads. */
public final class Vault {
  /** What stands for the newest backup wherever an id is expected. */
  public static final String LATEST = "latest";

  private final ObjectStore store;
  private final VaultDescription description;

  private Vault(ObjectStore store, VaultDescription description) {
    this.store = store;
    this.description = description;
  }

  /**
   * Opens a vault.
   *
   * @throws BackupException {@link Failure#VAULT_NOT_FOUND} if there is none, {@link
   *     Failure#FORMAT_UNSUPPORTED} if it is newer than this program
   */
  public static Vault open(ObjectStore store) {
    try {
      VaultDescription description =
          Documents.read(read(store, Layout.VAULT), Layout.VAULT, VaultDescription.class).content();
      checkEncryption(description.encryption(), Layout.VAULT);
      return new Vault(store, description);
    } catch (NoSuchObjectException e) {
      throw new BackupException(
          Failure.VAULT_NOT_FOUND,
          "there is no vault in \"" + store.location() + "\"",
          "`nessie-backup init` makes one there; --vault names another place.",
          e);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read \"" + Layout.VAULT + "\"", store);
    }
  }

  /**
   * Makes a vault, or opens the one that is there.
   *
   * @param id the new vault's id, a UUID
   * @param tool name and version of this program
   */
  public static Vault create(ObjectStore store, String id, Instant now, String tool) {
    VaultDescription description =
        new VaultDescription(id, now, tool, Manifest.NOT_ENCRYPTED, Optional.empty());
    try {
      if (store.list(Layout.VAULT).stream().anyMatch(o -> o.name().equals(Layout.VAULT))) {
        return open(store);
      }
      if (!store.list(Layout.BACKUPS).isEmpty()) {
        throw new BackupException(
            Failure.DAMAGED,
            "\"" + store.location() + "\" holds backups but no \"" + Layout.VAULT + "\"",
            "Bring the file back from a copy of the vault, or choose another place.");
      }
      put(store, Layout.VAULT, Documents.write(description));
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot make a vault", store);
    }
    return new Vault(store, description);
  }

  /** What the vault says of itself. */
  public VaultDescription description() {
    return description;
  }

  /** Where it is. */
  public String location() {
    return store.location();
  }

  /** All backups, oldest first; one that cannot be read does not hide the others. */
  public List<BackupEntry> list() {
    return newestFirst().toList().reversed();
  }

  /** The same backwards; a manifest is read when the stream comes to it. */
  public Stream<BackupEntry> newestFirst() {
    return ids().reversed().stream().map(this::entry).flatMap(Optional::stream);
  }

  private Optional<BackupEntry> entry(BackupId id) {
    try {
      return Optional.of(new BackupEntry.Listed(manifest(id)));
    } catch (BackupException e) {
      return switch (e.failure()) {
        case DAMAGED, FORMAT_UNSUPPORTED -> Optional.of(new BackupEntry.Unreadable(id, e));
        // Removed since we looked.
        case BACKUP_NOT_FOUND -> Optional.empty();
        default -> throw e;
      };
    }
  }

  /**
   * The manifest of the newest backup of a server; that of the newest imported dump where there is
   * no other. When a dump was made is seldom known, and a restore of "latest" must not bring back
   * last month because somebody has imported it this morning.
   *
   * @throws BackupException {@link Failure#DAMAGED} if the newest cannot be read: an older one is
   *     not what was asked for
   */
  public Optional<Manifest> latest() {
    Optional<Manifest> imported = Optional.empty();
    for (BackupId id : ids().reversed()) {
      Manifest manifest = manifest(id);
      switch (manifest.source()) {
        case Source.Server server -> {
          return Optional.of(manifest);
        }
        case Source.Dump dump -> imported = imported.or(() -> Optional.of(manifest));
      }
    }
    return imported;
  }

  /**
   * The manifest that a user means.
   *
   * @param idOrLatest an id or {@link #LATEST}
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND} if there is none
   */
  public Manifest find(String idOrLatest) {
    if (!idOrLatest.equals(LATEST)) {
      return manifest(new BackupId(idOrLatest));
    }
    return latest()
        .orElseThrow(
            () ->
                new BackupException(
                    Failure.BACKUP_NOT_FOUND,
                    "vault \"" + location() + "\" has no backup yet",
                    "`nessie-backup backup` makes one."));
  }

  /**
   * Reads a manifest and checks that it belongs where it lies.
   *
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND}, {@link Failure#DAMAGED} or {@link
   *     Failure#FORMAT_UNSUPPORTED}
   */
  public Manifest manifest(BackupId id) {
    return sealedManifest(id).content();
  }

  /** The same with its seal. */
  Documents.Sealed<Manifest> sealedManifest(BackupId id) {
    String name = Layout.manifest(id);
    try {
      Documents.Sealed<Manifest> sealed = Documents.read(read(store, name), name, Manifest.class);
      checkPlace(sealed.content(), id, name);
      return sealed;
    } catch (NoSuchObjectException e) {
      throw new BackupException(
          Failure.BACKUP_NOT_FOUND,
          "vault \"%s\" has no backup \"%s\"".formatted(location(), id),
          "`nessie-backup list` shows those it has.",
          e);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read \"" + name + "\"", store);
    }
  }

  /**
   * A backup with all those it builds on.
   *
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND} if there is no such backup, {@link
   *     Failure#DAMAGED} if one that it builds on is missing or not the one it was made for
   */
  public BackupChain chain(BackupId id) {
    return BackupChain.read(this, id);
  }

  private void checkPlace(Manifest manifest, BackupId id, String name) {
    if (!manifest.id().equals(id) || !manifest.vault().equals(description.id())) {
      throw new BackupException(
          Failure.DAMAGED,
          "\"%s\" belongs to backup \"%s\" of vault %s"
              .formatted(name, manifest.id(), manifest.vault()),
          "Files were moved by hand; put them back where they came from.");
    }
    checkEncryption(manifest.encryption(), name);
  }

  /** A vault of encrypted backups must not be given a readable one, either. */
  private static void checkEncryption(String encryption, String name) {
    if (!encryption.equals(Manifest.NOT_ENCRYPTED)) {
      throw new BackupException(
          Failure.FORMAT_UNSUPPORTED,
          "\"%s\" wants the encryption \"%s\", which this version does not have"
              .formatted(name, encryption),
          "Use a newer nessie-backup.");
    }
  }

  /**
   * Sees from a listing alone whether all of a backup's objects are there, in their full size: the
   * quick look before work that would find out only after a while.
   *
   * @throws BackupException {@link Failure#DAMAGED} naming the first object that is not
   */
  public void checkComplete(Manifest manifest) {
    Map<String, Long> sizes = new HashMap<>();
    String folder = Layout.folder(manifest.id());
    try {
      store.list(folder).forEach(object -> sizes.put(object.name(), object.size()));
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot list backup \"" + manifest.id() + "\"", store);
    }
    manifest
        .parts()
        .filter(each -> sizes.getOrDefault(folder + each.object(), -1L) != each.storedBytes())
        .findFirst()
        .ifPresent(
            part -> {
              Long size = sizes.get(folder + part.object());
              throw new BackupException(
                  Failure.DAMAGED,
                  "backup \"%s\" is damaged: object \"%s\" %s"
                      .formatted(
                          manifest.id(),
                          part.object(),
                          size == null
                              ? "is missing"
                              : "has %d bytes instead of %d".formatted(size, part.storedBytes())),
                  "`verify --all` shows which backups are whole.");
            });
  }

  /** Begins a backup; nothing of it is visible before its commit. */
  public PendingBackup begin(BackupId id) {
    return new PendingBackup(store, id);
  }

  /** Opens what is stored of a segment; the caller checks it against the entry. */
  public InputStream openSegment(BackupId id, SegmentEntry segment) throws IOException {
    return store.open(Layout.folder(id) + segment.object());
  }

  /** Opens what is stored of a key list; the caller checks it against the entry. */
  public InputStream openKeys(BackupId id, KeyList keys) throws IOException {
    return store.open(Layout.folder(id) + keys.object());
  }

  /** Puts an error that came while reading or writing a segment into words. */
  public BackupException failure(IOException error, String what) {
    return StoreErrors.translate(error, what, store);
  }

  /**
   * Writes, reads and removes a small object, to see that this can be done.
   *
   * @param name a name that nobody else uses at the same time
   */
  public void probe(String name) {
    String object = Layout.PROBES + name;
    try {
      put(store, object, new byte[] {1});
      read(store, object);
      store.delete(object);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot write", store);
    }
  }

  private List<BackupId> ids() {
    try {
      return store.list(Layout.BACKUPS).stream()
          .map(StoredObject::name)
          .map(Layout::ofManifest)
          .flatMap(Optional::stream)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot list backups", store);
    }
  }

  static void put(ObjectStore store, String name, byte[] bytes) throws IOException {
    try (Upload upload = store.create(name)) {
      upload.body().write(bytes);
      upload.commit();
    }
  }

  private static byte[] read(ObjectStore store, String name) throws IOException {
    try (InputStream in = store.open(name)) {
      byte[] bytes = in.readNBytes(Documents.LARGEST + 1);
      if (bytes.length > Documents.LARGEST) {
        throw new BackupException(
            Failure.DAMAGED, "\"" + name + "\" is far larger than such a document can be");
      }
      return bytes;
    }
  }
}
