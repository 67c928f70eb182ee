package org.nessiebackup.vault;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.Decryption;
import org.nessiebackup.crypto.Encryption;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.KeyList;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Seal;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.StoredPart;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.manifest.VaultSettings;
import org.nessiebackup.segment.SegmentDecoder;
import org.nessiebackup.segment.SegmentEncoder;
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.ListResult;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectLockedException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;

/** The place that keeps backups. May be used by several threads. */
public final class Vault {
  /** What stands for the newest backup wherever an id is expected. */
  public static final String LATEST = "latest";

  private static final InstantSource NO_CLOCK = () -> Instant.parse("9999-12-31T00:00:00Z");

  private final ObjectStore store;
  private final VaultDescription description;
  private final SettingsSeries settings;
  private final ManifestReader manifests;
  private final VaultKeys keys;
  private final VaultAccess access;
  private final InstantSource clock;

  private Vault(
      ObjectStore store,
      VaultDescription description,
      SettingsSeries settings,
      VaultAccess access,
      InstantSource clock) {
    this.clock = clock;
    this.store = store;
    this.description = description;
    this.settings = settings;
    this.manifests = new ManifestReader(store, description, settings, access.trusted());
    this.keys = new VaultKeys(description, settings, access);
    this.access = access;
  }

  /** Opens a vault without any key. */
  public static Vault open(ObjectStore store) {
    return open(store, VaultAccess.NONE);
  }

  /** What the vault in a place says of itself; absent if there is none. */
  public static Optional<VaultDescription> describe(ObjectStore store) {
    try {
      return Optional.of(
          Documents.read(
                  SmallObjects.read(store, Layout.VAULT), Layout.VAULT, VaultDescription.class)
              .content());
    } catch (NoSuchObjectException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read \"" + Layout.VAULT + "\"", store);
    }
  }

  /**
   * Opens a vault.
   *
   * @throws BackupException {@link Failure#VAULT_NOT_FOUND} if there is none, {@link
   *     Failure#FORMAT_UNSUPPORTED} if it is newer than this program, {@link Failure#UNTRUSTED} if
   *     its settings were changed by somebody who may not
   */
  public static Vault open(ObjectStore store, VaultAccess access) {
    try {
      VaultDescription description =
          Documents.read(
                  SmallObjects.read(store, Layout.VAULT), Layout.VAULT, VaultDescription.class)
              .content();
      ManifestReader.checkEncryption(description.encryption(), Layout.VAULT);
      SettingsSeries settings = SettingsSeries.read(store, description);
      Authenticity.check(description, settings, access);
      if (description.signingKey().isEmpty()) {
        UnsignedVault.check(store);
      }
      return new Vault(store, description, settings, access, NO_CLOCK);
    } catch (NoSuchObjectException e) {
      throw noVault(store, e);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read \"" + Layout.VAULT + "\"", store);
    }
  }

  /**
   * A listing has the last word: a bucket that is not there, or a folder whose files may not be
   * looked at, is no place without a vault.
   */
  private static BackupException noVault(ObjectStore store, NoSuchObjectException cause) {
    try {
      if (store.list(Layout.VAULT).stream().anyMatch(o -> o.name().equals(Layout.VAULT))) {
        return StoreErrors.translate(cause, "cannot read \"" + Layout.VAULT + "\"", store);
      }
    } catch (IOException e) {
      e.addSuppressed(cause);
      return StoreErrors.translate(
          e, "cannot find out whether there is a \"" + Layout.VAULT + "\"", store);
    }
    return new BackupException(
        Failure.VAULT_NOT_FOUND,
        "there is no vault in \"" + store.location() + "\"",
        "`nessie-backup init` makes one there; --vault names another place.",
        cause);
  }

  /**
   * Makes a vault, or opens the one that is there.
   *
   * @return the vault, whose {@link #description} tells by its id which of the two it is
   */
  public static Vault create(ObjectStore store, NewVault made) {
    VaultAccess access = new VaultAccess(made.hostKey(), List.of(), List.of());
    try {
      if (store.list(Layout.VAULT).stream().anyMatch(o -> o.name().equals(Layout.VAULT))) {
        return open(store, access);
      }
      ListResult backups = store.survey(Layout.BACKUPS);
      if (!backups.objects().isEmpty() || !backups.gaps().isEmpty()) {
        throw new BackupException(
            Failure.DAMAGED,
            "\"" + store.location() + "\" holds backups but no \"" + Layout.VAULT + "\"",
            "Bring the file back from a copy of the vault, or let `key repair` write it again as"
                + " the signed settings say.");
      }
      // Without the file that comes last there is no vault, so these belong to none.
      for (StoredObject stale : store.list(Layout.SETTINGS)) {
        store.delete(stale.name());
      }
      Optional<Seal.Signer> signer = made.hostKey().map(key -> key::sign);
      if (made.settings().isPresent()) {
        SmallObjects.put(store, Layout.settings(1), Documents.write(made.settings().get(), signer));
      }
      SmallObjects.put(store, Layout.VAULT, Documents.write(made.description()));
    } catch (IOException e) {
      throw StoreErrors.notMade(e, store);
    }
    return open(store, access);
  }

  /**
   * The same vault, used with these keys and no others.
   *
   * @throws BackupException {@link Failure#UNTRUSTED} if what the vault says of itself cannot be
   *     true for somebody who has these keys
   */
  public Vault withAccess(VaultAccess other) {
    Authenticity.check(description, settings, other);
    return new Vault(store, description, settings, other, clock);
  }

  /**
   * The same vault, seen by a clock: what is yet to come by it is not believed. Without one,
   * whatever a backup or a record says of its moment is.
   */
  public Vault by(InstantSource other) {
    return new Vault(store, description, settings, access, other);
  }

  /**
   * Refuses a vault in which the host key at hand has never signed, before it is read. Who writes
   * is told by {@link #checkWriter} which key is needed.
   *
   * @throws BackupException {@link Failure#UNTRUSTED}
   */
  public void requireOwn() {
    if (description.signingKey().isPresent() && access.trusted().isEmpty()) {
      access.hostKey().ifPresent(key -> Authenticity.requireOwn(settings, key.verificationKey()));
    }
  }

  /** The settings in force. */
  public VaultSettings settings() {
    return settings.current();
  }

  /** Those of a number, if the vault has them. */
  public Optional<VaultSettings> settings(int number) {
    return settings.numbered(number);
  }

  /** Whether the settings in force are signed by the key that signs new backups. */
  public boolean settingsAffirmed() {
    return keys.affirmed();
  }

  /**
   * Changes the settings, for everybody who uses the vault.
   *
   * @param change makes the new ones; their number, time and tool are set here
   * @return the vault as it is then
   * @throws BackupException as {@link #checkWriter}; {@link Failure#LOCKED} if somebody else was
   *     faster
   */
  public Vault changeSettings(UnaryOperator<VaultSettings> change, String tool, Instant now) {
    keys.checkWriter();
    try {
      new SettingsChange(store, tool, now)
          .publish(settings(), change.andThen(keys::checked)::apply, keys.signer());
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot change the settings", store);
    }
    return open(store, access).by(clock);
  }

  /**
   * Lets another host key sign from now on. May be repeated if it was stopped on its way, with
   * either key.
   *
   * @return the vault as it is then, used with the new key
   * @throws BackupException as {@link #changeSettings}; {@link Failure#USAGE} if nothing in this
   *     vault is signed
   */
  public Vault exchangeHostKey(HostKey next, String tool, Instant now) {
    if (settings().signingKeys().isEmpty()) {
      throw new BackupException(
          Failure.USAGE,
          "nothing in vault \"%s\" is signed, so there is no host key to exchange"
              .formatted(location()),
          "Make a new vault with `init`.");
    }
    boolean named = settings().signingKeys().getFirst().equals(next.verificationKey().text());
    if (!named) {
      keys.checkWriter();
    }
    if (!named || !settingsAffirmed()) {
      try {
        new SettingsChange(store, tool, now).exchange(settings(), next, keys.signer());
      } catch (IOException e) {
        throw StoreErrors.translate(e, "cannot change the settings", store);
      }
    }
    return open(store, access.withHostKey(next)).by(clock);
  }

  /** Whether it was said whose signatures count, whatever the vault names. */
  public boolean trustsNamedKeysOnly() {
    return !access.trusted().isEmpty();
  }

  /** Whether there is any identity at hand. */
  public boolean hasIdentity() {
    return !access.identities().isEmpty();
  }

  /** Whether one of the identities at hand is that of a recipient. */
  public boolean opensFor(String recipient) {
    return keys.opensFor(recipient);
  }

  /** Whether the host key at hand is the one with this public key. */
  public boolean signsAs(String signingKey) {
    return keys.signsAs(signingKey);
  }

  /**
   * Whether a backup's objects have the recipients that a new backup would have. What is not
   * encrypted has all the world.
   */
  public boolean hasCurrentRecipients(Manifest manifest) {
    return keys.hasCurrentRecipients(manifest);
  }

  /** Whether a backup was made when new backups were signed by the same key as now. */
  public boolean hasCurrentSigner(Manifest manifest) {
    return keys.hasCurrentSigner(manifest);
  }

  /**
   * Sees whether the keys allow to write backups, before anything is done.
   *
   * @throws BackupException {@link Failure#KEY_MISSING}, {@link Failure#KEY_WRONG} or {@link
   *     Failure#UNTRUSTED}
   */
  public void checkWriter() {
    keys.checkWriter();
  }

  /**
   * Says that a backup is about to be written. Java takes long for the first age file and the first
   * signature of a process; that can pass, in a thread of its own, while the server is asked.
   */
  public void expectWriting() {
    Thread.ofPlatform().daemon().name("keys").start(keys::rehearse);
  }

  /** How new backups are encrypted, as manifests say it. */
  public String encryption() {
    return description.encryption();
  }

  /** How new segments are stored that stand alone. */
  public SegmentEncoder encoding() {
    return SegmentEncoder.of(keys.encryption());
  }

  /** For whom new key lists are encrypted. */
  public Encryption listEncryption() {
    return keys.listEncryption();
  }

  /**
   * What it takes to read segments of a backup that stand alone.
   *
   * @throws BackupException {@link Failure#KEY_MISSING} if it is encrypted and no identity is there
   */
  public SegmentDecoder decoding(Manifest manifest) {
    return SegmentDecoder.of(keys.decryption(manifest));
  }

  /**
   * What it takes to read key lists of a backup.
   *
   * @throws BackupException {@link Failure#KEY_MISSING} if it is encrypted and no key is there
   */
  public Decryption listDecryption(Manifest manifest) {
    return keys.listDecryption(manifest);
  }

  /**
   * Sees whether the keys open a backup, before anything is done.
   *
   * @throws BackupException {@link Failure#KEY_MISSING} or {@link Failure#KEY_WRONG}
   */
  public void checkReader(Manifest manifest) {
    Decryption decryption = keys.decryption(manifest);
    Optional<SegmentEntry> any =
        manifest.tables().stream().flatMap(table -> table.segments().stream()).findFirst();
    if (any.isEmpty()) {
      return;
    }
    try {
      if (!new ReaderCheck(store, manifest.id(), any.get()).opens(decryption)) {
        throw StoreErrors.wrongKey(manifest.id(), keys.recipients(manifest));
      }
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read segment \"" + any.get().object() + "\"", store);
    }
  }

  /** What the vault says of itself. */
  public VaultDescription description() {
    return description;
  }

  /** Where it is. */
  public String location() {
    return store.location();
  }

  /** All backups, in the order in which they were taken; one that cannot be read hides no other. */
  public List<BackupEntry> list() {
    List<Manifest> listed = new ArrayList<>();
    List<BackupEntry.Unreadable> unreadable = new ArrayList<>();
    ParallelReading.map(ids(), this::entry).stream()
        .flatMap(Optional::stream)
        .forEach(
            entry -> {
              switch (entry) {
                case Legible readable -> listed.add(readable.manifest());
                case Refused refused -> unreadable.add(refused.entry());
              }
            });
    return BackupOrder.entries(listed, unreadable, clock.instant());
  }

  private sealed interface Look {}

  private record Legible(Manifest manifest) implements Look {}

  private record Refused(BackupEntry.Unreadable entry) implements Look {}

  private Optional<Look> entry(BackupId id) {
    try {
      return Optional.of(new Legible(manifest(id)));
    } catch (BackupException e) {
      return switch (e.failure()) {
        case DAMAGED, FORMAT_UNSUPPORTED, UNTRUSTED, PERMISSION ->
            Optional.of(new Refused(new BackupEntry.Unreadable(id, e)));
        // Removed since we looked.
        case BACKUP_NOT_FOUND -> Optional.empty();
        default -> throw e;
      };
    }
  }

  /** A line of the list for a backup that is looked at alone. */
  public BackupEntry listed(Manifest manifest) {
    return new BackupEntry.Listed(manifest, time(manifest));
  }

  /** When a backup was taken, as far as it tells alone. */
  public BackupTime time(Manifest manifest) {
    return BackupOrder.of(List.of(manifest), clock.instant()).getFirst().time();
  }

  /** What the two clocks of a backup say. */
  public BackupClocks clocks(Manifest manifest) {
    return BackupClocks.of(manifest, clock.instant());
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
    return search(written()).strictly();
  }

  /** The backup of the same kind of source whose name comes before another's, if it can be read. */
  public Optional<Manifest> before(Manifest manifest) {
    return ids().reversed().stream()
        .filter(id -> id.compareTo(manifest.id()) < 0)
        .findFirst()
        .flatMap(this::entry)
        .flatMap(
            look ->
                switch (look) {
                  case Legible readable -> Optional.of(readable.manifest());
                  case Refused refused -> Optional.empty();
                })
        .filter(before -> before.source().getClass().equals(manifest.source().getClass()));
  }

  /** The newest backup of a server that can be read, and the names of all there are. */
  public NewestBackup newest() {
    NavigableMap<BackupId, Instant> written = written();
    return new NewestBackup(
        search(written).readable(), new BackupNames(List.copyOf(written.keySet())));
  }

  private BackupSearch search(NavigableMap<BackupId, Instant> written) {
    return new BackupSearch(written, this::manifest, clock.instant());
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
    return found(id, () -> manifests.current(id).content());
  }

  /**
   * The checksum that a backup's first manifest has of itself, by which other backups refer to it.
   *
   * @throws BackupException as {@link #manifest}
   */
  public String manifestChecksum(BackupId id) {
    return identified(id).sha256();
  }

  /** The same, with the checksum by which other backups refer to it. */
  ParentLookup.Identified identified(BackupId id) {
    return found(id, () -> manifests.identified(id));
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private <T> T found(BackupId id, Reading<T> reading) {
    String name = Layout.manifest(id);
    try {
      return reading.read();
    } catch (NoSuchObjectException e) {
      throw notFound(id, e);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read \"" + name + "\"", store);
    }
  }

  private BackupException notFound(BackupId id, NoSuchObjectException cause) {
    return new BackupException(
        Failure.BACKUP_NOT_FOUND,
        "vault \"%s\" has no backup \"%s\"".formatted(location(), id),
        "`nessie-backup list` shows those it has.",
        cause);
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

  /**
   * Sees from a listing alone whether all of a backup's segments are there, in their full size: the
   * quick look before work that would find out only after a while.
   *
   * @throws BackupException {@link Failure#DAMAGED} naming the first segment that is not
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
                  "backup \"%s\" is damaged: \"%s\" %s"
                      .formatted(
                          manifest.id(),
                          part.object(),
                          size == null
                              ? "is missing"
                              : "has %d bytes instead of %d".formatted(size, part.storedBytes())),
                  "`verify --all` shows which backups are whole.");
            });
  }

  /**
   * Begins a backup; nothing of it is visible before its commit.
   *
   * @param lease held until then; without it the commit fails
   */
  public PendingBackup begin(BackupId id, VaultLease lease) {
    return begin(id, lease::check);
  }

  /** Begins a backup in a vault that nobody else uses. */
  PendingBackup begin(BackupId id) {
    return begin(id, () -> {});
  }

  private PendingBackup begin(BackupId id, Runnable guard) {
    return new PendingBackup(store, id, keys, description.encryption().equals(Manifest.AGE), guard);
  }

  /**
   * A second vault for the same backups.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED} if there is another vault in that place
   */
  public Replica replica(ObjectStore target) {
    return Replica.of(description, store, target);
  }

  /**
   * Begins to store a backup of another vault in this one.
   *
   * @param lease on this vault, held until the commit; without it the commit fails
   */
  public PendingCopy beginCopy(Vault from, Manifest original, VaultLease lease) {
    try {
      return PendingCopy.begin(from, original, this, lease);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot begin a copy of \"" + original.id() + "\"", store);
    }
  }

  ObjectStore store() {
    return store;
  }

  Optional<Seal.Signer> signer() {
    return keys.signer();
  }

  /** Who is at work on it. */
  public Leases leases() {
    return new Leases(store);
  }

  /** Which backups stay, whatever the policy. */
  public Pins pins() {
    return new Pins(store);
  }

  /** What came of looking whether backups are whole. */
  public Verifications verifications() {
    return new Verifications(store, clock);
  }

  /** What came of rehearsing restores. */
  public Drills drills() {
    return new Drills(store, clock);
  }

  /**
   * Removes backups and rubbish.
   *
   * @param lease one that excludes every writer
   */
  public Clearing clearing(VaultLease lease) {
    return new Clearing(store, lease);
  }

  /** All that lies in it. */
  public Inventory inventory() {
    try {
      return Inventory.of(store);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot list what there is", store);
    }
  }

  /** How many bytes can still be written, where the store knows such a limit and tells it. */
  public OptionalLong freeBytes() {
    try {
      return store.freeBytes();
    } catch (IOException e) {
      // Told to people only: that it cannot be told must not end the work.
      return OptionalLong.empty();
    }
  }

  /**
   * Begins to store a backup's objects anew; it stays as it is before the commit.
   *
   * @param lease held until then; without it the commit fails
   */
  public PendingRevision revise(BackupId id, VaultLease lease) {
    return revise(id, lease::check);
  }

  /** The same in a vault that nobody else uses. */
  PendingRevision revise(BackupId id) {
    return revise(id, () -> {});
  }

  private PendingRevision revise(BackupId id, Runnable guard) {
    try {
      return PendingRevision.begin(store, manifests.current(id), keys, settings().number(), guard);
    } catch (NoSuchObjectException e) {
      throw notFound(id, e);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read backup \"" + id + "\"", store);
    }
  }

  /**
   * Removes the encrypted objects in a backup's folder that its manifest does not name: those of
   * former revisions, and of revisions that were never finished.
   *
   * @return the objects that the store does not let go yet
   */
  public List<String> removeSuperseded(Manifest manifest) {
    Set<String> named =
        manifest.parts().map(StoredPart::object).collect(Collectors.toUnmodifiableSet());
    String folder = Layout.folder(manifest.id());
    List<String> kept = new ArrayList<>();
    try {
      for (StoredObject object : store.list(folder)) {
        String name = object.name().substring(folder.length());
        if (Layout.isEncrypted(name) && !named.contains(name)) {
          try {
            store.delete(object.name());
          } catch (ObjectLockedException | AccessRefusedException e) {
            kept.add(object.name());
          }
        }
      }
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot remove former objects", store);
    }
    return List.copyOf(kept);
  }

  /** Opens what is stored of an object; the caller checks it against the manifest. */
  public InputStream open(BackupId id, StoredPart part) throws IOException {
    return store.open(Layout.folder(id) + part.object());
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
      SmallObjects.put(store, object, new byte[] {1});
      SmallObjects.read(store, object);
      store.delete(object, Layout.lifetime(object));
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot write", store);
    }
  }

  /**
   * Whether a name goes to one writer only, even when two commit it at the same moment; see {@link
   * ObjectStore#supportsConditionalPut}.
   */
  public boolean supportsConditionalPut() {
    try {
      return store.supportsConditionalPut();
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot try whether names are exclusive", store);
    }
  }

  private List<BackupId> ids() {
    return List.copyOf(written().keySet());
  }

  /**
   * All that have a manifest, or may have one: in a folder that may not be looked into, or where
   * something else lies in its place. The latter are told from unfinished ones when they are read.
   *
   * @return by their names, with the moment at which the store wrote the manifest
   */
  private NavigableMap<BackupId, Instant> written() {
    try {
      NavigableMap<BackupId, Instant> written = new TreeMap<>();
      ListResult there = store.survey(Layout.BACKUPS);
      Stream.concat(
              there.gaps().stream().map(ListResult.Gap::name),
              there.objects().stream().map(StoredObject::name))
          .flatMap(name -> Layout.backupOf(name).stream())
          .forEach(id -> written.put(id, Instant.MIN));
      for (StoredObject object : there.objects()) {
        Layout.ofManifest(object.name()).ifPresent(id -> written.put(id, object.modified()));
      }
      return written;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot list backups", store);
    }
  }
}
