package org.nessiebackup.vault;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;

/**
 * A second vault with the same id, in which the same backups lie byte for byte. It is a vault like
 * any other: whoever reads it needs nothing of the first.
 */
public final class Replica {
  private final ObjectStore source;
  private final ObjectStore target;

  private Replica(ObjectStore source, ObjectStore target) {
    this.source = source;
    this.target = target;
  }

  /**
   * Looks whether a place is a replica of a vault, or can become one because there is no vault.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED} if there is another vault
   */
  static Replica of(VaultDescription description, ObjectStore source, ObjectStore target) {
    if (target.location().equals(source.location())
        || target.location().startsWith(source.location() + "/")) {
      throw new BackupException(
          Failure.USAGE,
          "vault \"" + source.location() + "\" cannot be copied into itself",
          "Name another place.");
    }
    Replica replica = new Replica(source, target);
    replica
        .description()
        .filter(there -> !there.id().equals(description.id()))
        .ifPresent(
            there -> {
              throw new BackupException(
                  Failure.TARGET_GUARDED,
                  "\"%s\" holds another vault, %s; this one is %s"
                      .formatted(target.location(), there.id(), description.id()),
                  "A copy goes into an empty place, or into an earlier copy of the same vault.");
            });
    return replica;
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
        : Vault.open(target).list().stream()
            .map(BackupEntry::id)
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Copies what the vault says of itself, as far as it is not there: settings first, so that a
   * vault that can be opened has the settings that its backups need.
   */
  public void copyDescription() {
    try {
      Set<String> there = new HashSet<>();
      target.list(Layout.SETTINGS).forEach(object -> there.add(object.name()));
      for (StoredObject settings : source.list(Layout.SETTINGS)) {
        if (!there.contains(settings.name())) {
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

  /** Begins the copy of a backup; nothing of it is visible before its commit. */
  public PendingReplica begin(BackupId id, VaultLease lease) {
    return new PendingReplica(source, target, id, lease);
  }
}
