package org.nessiebackup.vault;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Cancellation;
import org.nessiebackup.EpochId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.journal.StoredJournal;
import org.nessiebackup.vault.lease.Leases;
import org.nessiebackup.vault.lease.VaultLease;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;
import org.nessiebackup.vault.tip.StoredTips;

/**
 * A second vault with the same id, in which the same backups lie byte for byte. It is a vault like
 * any other: whoever reads it needs nothing of the first.
 */
public final class Mirror {
  private final Vault vault;
  private final ObjectStore source;
  private final ObjectStore target;

  private Mirror(Vault vault, ObjectStore target) {
    this.vault = vault;
    this.source = vault.store();
    this.target = target;
  }

  /**
   * Checks whether a place is a mirror of a vault, or can become one because there is no vault.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED} if there is another vault
   */
  static Mirror of(Vault vault, ObjectStore target) {
    ObjectStore source = vault.store();
    if (target.location().equals(source.location())
        || target.location().startsWith(source.location() + "/")) {
      throw Failure.USAGE.exception(
          "vault \"" + source.location() + "\" cannot be copied into itself",
          "Name another place.");
    }
    Mirror mirror = new Mirror(vault, target);
    mirror.description().ifPresent(there -> mirror.requireSame(vault.description(), there));
    return mirror;
  }

  private void requireSame(VaultDescription here, VaultDescription there) {
    if (!there.id().equals(here.id())) {
      throw Failure.TARGET_GUARDED.exception(
          "\"%s\" holds another vault, %s; this one is %s"
              .formatted(target.location(), there.id(), here.id()),
          "A copy goes into an empty place, or into an earlier copy of the same vault.");
    }
    // Says whether it is in itself what it was; but somebody could have exchanged all of it.
    Vault.open(target);
    if (!there.encryption().equals(here.encryption())
        || !there.signingKey().equals(here.signingKey())) {
      throw differs(Layout.VAULT);
    }
    try {
      Set<String> ours = settings(source);
      for (String name : settings(target)) {
        if (!ours.contains(name)) {
          throw Failure.UNTRUSTED.exception(
              "the copy \"%s\" has \"%s\", which vault \"%s\" lacks"
                  .formatted(target.location(), name, source.location()),
              "Somebody has removed settings here, and with them perhaps a recipient's removal or a"
                  + " new host key: look at them, and bring them back from the copy.");
        }
        requireSameBytes(name);
      }
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot compare the settings", target);
    }
  }

  private static Set<String> settings(ObjectStore store) throws IOException {
    return store.list(Layout.SETTINGS).stream()
        .map(StoredObject::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private void requireSameBytes(String name) throws IOException {
    if (!Arrays.equals(SmallObjects.read(source, name), SmallObjects.read(target, name))) {
      throw differs(name);
    }
  }

  private BackupException differs(String name) {
    return Failure.UNTRUSTED.exception(
        "\"%s\" is not the same in the copy \"%s\" as in vault \"%s\""
            .formatted(name, target.location(), source.location()),
        "Somebody has changed one of the two: `key list` shows what each of them says. Bring the"
            + " right file to the other place, and find out who can write there.");
  }

  private Optional<VaultDescription> description() {
    return Vault.describe(target);
  }

  /** Where it is. */
  public String location() {
    return target.location();
  }

  /** Whether there is a vault already. */
  public boolean exists() {
    return description().isPresent();
  }

  /** Who is at work on it. */
  public Leases leases() {
    return new Leases(target);
  }

  /** Backups that it has, whether or not they can be read. */
  public Set<BackupId> backups() {
    return description().isEmpty()
        ? Set.of()
        : Vault.open(target).backups().list().stream()
            .map(BackupEntry::id)
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Copies what the vault says of itself, as far as it is not there: settings first, so that a
   * vault that can be opened has the settings that its backups need.
   */
  public void copyDescription() {
    try {
      Set<String> there = settings(target);
      for (StoredObject settings : source.list(Layout.SETTINGS)) {
        if (there.contains(settings.name())) {
          requireSameBytes(settings.name());
        } else {
          copyDocument(settings.name());
        }
      }
      if (!exists()) {
        copyDocument(Layout.VAULT);
      }
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot copy the settings", target);
    }
  }

  private void copyDocument(String name) throws IOException {
    byte[] bytes = SmallObjects.read(source, name);
    try {
      SmallObjects.put(target, name, bytes);
    } catch (ObjectExistsException e) {
      // Somebody else was quicker, or the answer to an earlier attempt was lost.
      if (!Arrays.equals(SmallObjects.read(target, name), bytes)) {
        throw e;
      }
    }
  }

  /** The tips that it has, by the backups that they build on. */
  public Map<BackupId, StoredTips> tips() {
    return description().isEmpty() ? Map.of() : Vault.open(target).tips().stored();
  }

  /**
   * Copies the tips of a backup that is there, as far as they are missing.
   *
   * @throws BackupException {@link Failure#DAMAGED} if they are not whole; those before the damage
   *     are there then
   */
  public CopiedDocuments copyTips(BackupId base, Cancellation stop) {
    return new TipCopy(vault.tips(), target, stop).run(vault.backups().identified(base));
  }

  /** What it has of the journal. */
  public Map<EpochId, StoredJournal> journal() {
    return description().isEmpty() ? Map.of() : Vault.open(target).journal().stored();
  }

  /**
   * Copies an epoch of the journal, as far as it is missing.
   *
   * @throws BackupException {@link Failure#DAMAGED} if it is not whole; what is before the damage
   *     is there then
   */
  public CopiedDocuments copyJournal(EpochId epoch, Cancellation stop) {
    // Whether it can be believed is seen before anything of it is copied.
    vault.journal().epoch(epoch);
    try {
      copyDocument(Layout.epoch(epoch));
      copyMarks(epoch);
    } catch (IOException e) {
      throw StoreErrors.translate(
          e, "cannot copy epoch \"%s\" of the journal".formatted(epoch), target);
    }
    return new JournalCopy(vault.journal(), target, stop).run(epoch);
  }

  /** Which files have marks is said before they are there. */
  private void copyMarks(EpochId epoch) throws IOException {
    Set<String> there =
        target.list(Layout.marked(epoch)).stream()
            .map(StoredObject::name)
            .collect(Collectors.toUnmodifiableSet());
    for (StoredObject each : source.list(Layout.marked(epoch))) {
      if (Layout.ofMarked(each.name()).isPresent() && !there.contains(each.name())) {
        copyDocument(each.name());
      }
    }
  }

  /** Begins the copy of a backup; nothing of it is visible before its commit. */
  public MirrorCopy begin(Manifest manifest, VaultLease lease) {
    return new MirrorCopy(source, target, manifest, lease);
  }
}
