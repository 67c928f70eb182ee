package org.nessiebackup.vault;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.manifest.VaultSettings;
import org.nessiebackup.store.ListedStore;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.access.Authenticity;
import org.nessiebackup.vault.access.SettingsChange;
import org.nessiebackup.vault.access.SettingsLog;
import org.nessiebackup.vault.access.SignatureCheck;
import org.nessiebackup.vault.access.VaultAccess;
import org.nessiebackup.vault.access.VaultFile;
import org.nessiebackup.vault.access.VaultKeys;
import org.nessiebackup.vault.backups.Backups;
import org.nessiebackup.vault.journal.Journals;
import org.nessiebackup.vault.lease.Leases;
import org.nessiebackup.vault.lease.VaultLease;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.Memory;
import org.nessiebackup.vault.object.Sight;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;
import org.nessiebackup.vault.point.RecoveryPoints;
import org.nessiebackup.vault.record.Drills;
import org.nessiebackup.vault.record.FileShards;
import org.nessiebackup.vault.record.JournalProofs;
import org.nessiebackup.vault.record.Pins;
import org.nessiebackup.vault.record.RunRecords;
import org.nessiebackup.vault.record.Verifications;
import org.nessiebackup.vault.replica.Replicas;
import org.nessiebackup.vault.tip.Tips;

/** The place that keeps backups, as somebody sees it who has some keys. For several threads. */
public final class Vault {
  private static final Sight NO_CLOCK =
      new Sight(() -> Instant.parse("9999-12-31T00:00:00Z"), Memory.NONE, Memory.NONE);

  private final ObjectStore store;
  private final VaultDescription description;
  private final VaultAccess access;
  private final VaultKeys keys;
  private final Backups backups;
  private final Tips tips;
  private final Journals journal;
  private final Replicas replicas;
  private final JournalProofs proofs;
  private final RunRecords runs;
  private final FileShards shards;
  private final Sight seen;

  private Vault(
      ObjectStore store,
      VaultDescription description,
      SettingsLog settings,
      VaultAccess access,
      Sight seen) {
    this.store = store;
    this.description = description;
    this.access = access;
    this.keys = new VaultKeys(store, description, settings, access);
    SignatureCheck signatures = new SignatureCheck(store, description, settings, access.trusted());
    this.backups = new Backups(store, description, signatures, seen.clock(), seen.memory());
    this.tips = new Tips(store, description, keys, signatures, seen);
    this.journal = new Journals(store, description, keys, signatures, seen);
    this.replicas = new Replicas(store, description, keys, signatures);
    this.proofs = new JournalProofs(store, description, keys, signatures, seen);
    this.runs = new RunRecords(store, description, keys, signatures);
    this.shards = new FileShards(store, description, keys, signatures);
    this.seen = seen;
  }

  /** Opens a vault without any key. */
  public static Vault open(ObjectStore store) {
    return open(store, VaultAccess.NONE);
  }

  /**
   * Opens a vault.
   *
   * @throws BackupException {@link Failure#VAULT_NOT_FOUND} if there is none, {@link
   *     Failure#FORMAT_UNSUPPORTED} if it is newer than this program, {@link Failure#UNTRUSTED} if
   *     its settings were changed by somebody who may not
   */
  public static Vault open(ObjectStore store, VaultAccess access) {
    VaultDescription description = VaultFile.read(store);
    try {
      SettingsLog settings = SettingsLog.read(store, description);
      Authenticity.check(store, description, settings, access);
      return new Vault(store, description, settings, access, NO_CLOCK);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read \"" + Layout.VAULT + "\"", store);
    }
  }

  /** What the vault in a place says of itself; absent if there is none. */
  public static Optional<VaultDescription> describe(ObjectStore store) {
    return VaultFile.find(store);
  }

  /**
   * Makes a vault, or opens the one that is there.
   *
   * @return the vault, whose {@link #description} says by its id which of the two it is
   */
  public static Vault create(ObjectStore store, NewVault made) {
    made.writeTo(store);
    return open(store, made.access());
  }

  /**
   * The same vault, used with these keys and no others.
   *
   * @throws BackupException {@link Failure#UNTRUSTED} if what the vault says of itself cannot be
   *     true for somebody who has these keys
   */
  public Vault withAccess(VaultAccess other) {
    Authenticity.check(description, settings(), other);
    return new Vault(store, description, settings(), other, seen);
  }

  /**
   * The same vault, seen by a clock: what is yet to come by it is not believed. Without one,
   * whatever a backup or a record says of its moment is.
   */
  public Vault by(InstantSource other) {
    return new Vault(store, description, settings(), access, seen.by(other));
  }

  /**
   * The same vault as it is now, to be looked at from many sides and not to be written: one listing
   * of each folder answers all, and what was read before is not read again.
   *
   * @param memory the same each time
   */
  public Vault listed(Memory memory) {
    memory.under(List.of(description.id(), settings().current().number(), access.trusted()));
    try {
      return new Vault(
          ListedStore.of(store, Layout.LISTED), description, settings(), access, seen.next(memory));
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot list what there is", store);
    }
  }

  /**
   * Changes the settings, for everybody who uses the vault.
   *
   * @param change makes the new ones; their number, time and tool are set here
   * @return the vault as it is then
   * @throws BackupException as {@link SettingsChange#publish}
   */
  public Vault changeSettings(UnaryOperator<VaultSettings> change, String tool, Instant now) {
    new SettingsChange(store, keys, tool, now).publish(change);
    return open(store, access).by(seen.clock());
  }

  /**
   * Lets another host key sign from now on. May be repeated if it was stopped on its way, with
   * either key.
   *
   * @return the vault as it is then, used with the new key
   * @throws BackupException as {@link SettingsChange#exchange}
   */
  public Vault exchangeHostKey(HostKey next, String tool, Instant now) {
    new SettingsChange(store, keys, tool, now).exchange(next);
    return open(store, access.withHostKey(next)).by(seen.clock());
  }

  /** What the vault says of itself. */
  public VaultDescription description() {
    return description;
  }

  /** Where it is. */
  public String location() {
    return store.location();
  }

  /** Whether new backups are encrypted. */
  public boolean encrypted() {
    return description.encryption().equals(Manifest.AGE);
  }

  /** Who can read new backups, as their manifests say it. */
  public Protection protection() {
    return new Protection(description.encryption(), settings().current().number());
  }

  /** What the keys at hand are good for. */
  public VaultKeys keys() {
    return keys;
  }

  /** All settings, those in force among them. */
  public SettingsLog settings() {
    return keys.settings();
  }

  /** The backups that are there. */
  public Backups backups() {
    return backups;
  }

  /** What has become reachable since backups. */
  public Tips tips() {
    return tips;
  }

  /** What every transaction has changed. */
  public Journals journal() {
    return journal;
  }

  /** Which servers follow the catalog, and which one has it. */
  public Replicas replicas() {
    return replicas;
  }

  /** The moments that can be restored. */
  public RecoveryPoints points() {
    return new RecoveryPoints(backups, tips, journal, seen.clock().instant(), Optional.empty());
  }

  /**
   * Writes backups.
   *
   * @param lease held until each is committed; without it the commit fails
   */
  public VaultWriter writer(VaultLease lease) {
    return new VaultWriter(this, lease::check);
  }

  /** Writes backups into a vault that nobody else uses. */
  VaultWriter writer() {
    return new VaultWriter(this, () -> {});
  }

  /**
   * Removes backups and garbage.
   *
   * @param lease one that excludes every writer
   */
  public Deletion deletion(VaultLease lease) {
    return new Deletion(store, lease);
  }

  /**
   * A second vault for the same backups.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED} if there is another vault in that place
   */
  public Mirror mirror(ObjectStore target) {
    return Mirror.of(this, target);
  }

  /** Who is at work on it. */
  public Leases leases() {
    return new Leases(store);
  }

  /** Which backups stay, whatever the policy. */
  public Pins pins() {
    return new Pins(store, seen.memory());
  }

  /** Results of verifications. */
  public Verifications verifications() {
    return new Verifications(store, seen.clock(), seen.memory());
  }

  /** Results of rehearsed restores. */
  public Drills drills() {
    return new Drills(store, seen.clock(), seen.memory());
  }

  /** Results of proving the journal. */
  public JournalProofs proofs() {
    return proofs;
  }

  /** What services have run. */
  public RunRecords runs() {
    return runs;
  }

  /** Checks of files that are shared out. */
  public FileShards shards() {
    return shards;
  }

  /** All that lies in it. */
  public Inventory inventory() {
    try {
      return Inventory.of(store, seen);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot list what there is", store);
    }
  }

  /** How many bytes can still be written, where the store knows such a limit and says it. */
  public OptionalLong freeBytes() {
    try {
      return store.freeBytes();
    } catch (IOException e) {
      // For people only: that it is not known must not end the work.
      return OptionalLong.empty();
    }
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

  /** Puts an error that came while reading or writing an object into words. */
  public BackupException failure(IOException error, String what) {
    return StoreErrors.translate(error, what, store);
  }

  ObjectStore store() {
    return store;
  }
}
