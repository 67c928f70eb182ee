package org.nessiebackup.acceptance.trials;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.nessiebackup.acceptance.CommandRunner;
import org.nessiebackup.cli.option.Stores;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.NewVault;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.access.VaultAccess;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.lease.HeldLease;

/** A vault, a second place for copies of it, and the keys of both, if it has any. */
public final class TriedVault {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String place;
  private final String copyPlace;
  private final Path keys;
  private final Optional<HostKey> hostKey;
  private final List<Identity> identities = new ArrayList<>();

  /**
   * Makes it.
   *
   * @param place a folder or a URI, for which {@code -copy} stands beside
   * @param keys where processes find the keys
   */
  public TriedVault(String place, Path keys, boolean encrypted) {
    this.place = place;
    this.copyPlace = place.replaceFirst("(\\?|$)", "-copy$1");
    this.keys = keys;
    this.hostKey = encrypted ? Optional.of(HostKey.generate(RANDOM)) : Optional.empty();
    if (encrypted) {
      identities.add(Identity.generate(RANDOM));
    }
    Vault.create(
        store(),
        new NewVault(
            UUID.randomUUID().toString(),
            Instant.now(),
            "nessie-backup torture",
            identities.stream().map(Identity::recipient).toList(),
            hostKey));
    writeKeys();
  }

  public ObjectStore store() {
    return Stores.at(place);
  }

  public ObjectStore copyStore() {
    return Stores.at(copyPlace);
  }

  public boolean encrypted() {
    return hostKey.isPresent();
  }

  public VaultAccess access() {
    VaultAccess access = VaultAccess.NONE.withIdentities(identities);
    return hostKey.map(access::withHostKey).orElse(access);
  }

  public Vault open() {
    return open(store());
  }

  public Vault open(ObjectStore through) {
    return Vault.open(through, access());
  }

  /** A further identity, which can read what is written or rewrapped from its addition on. */
  public Identity newIdentity() {
    Identity identity = Identity.generate(RANDOM);
    identities.add(identity);
    writeKeys();
    return identity;
  }

  /** Commands for this vault and its keys. */
  public CommandRunner commands(CommandRunner any) {
    CommandRunner commands = any.with("NESSIE_BACKUP_VAULT", place);
    return encrypted()
        ? commands
            .with("NESSIE_BACKUP_HOST_KEY", keys.resolve("host-key.pem").toString())
            .with("NESSIE_BACKUP_IDENTITY", keys.resolve("identity.txt").toString())
        : commands;
  }

  /** The place of copies, for a command. */
  public String copyPlace() {
    return copyPlace;
  }

  private void writeKeys() {
    try {
      Files.createDirectories(keys);
      if (encrypted()) {
        Files.writeString(keys.resolve("host-key.pem"), hostKey.orElseThrow().pem());
        Files.write(keys.resolve("identity.txt"), identities.stream().map(Identity::text).toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As somebody does who knows that whoever held them is dead. */
  public void removeLeases() {
    for (ObjectStore each : List.of(store(), copyStore())) {
      if (Vault.describe(each).isPresent()) {
        Vault vault = open(each);
        for (HeldLease lease : vault.leases().list()) {
          vault.leases().remove(lease);
        }
      }
    }
  }

  /** The backups in a store, which all have to be readable. */
  public List<Manifest> backups(ObjectStore in) {
    if (Vault.describe(in).isEmpty()) {
      return List.of();
    }
    List<Manifest> manifests = new ArrayList<>();
    for (BackupEntry entry : open(in).backups().list()) {
      if (!(entry instanceof BackupEntry.Listed listed)) {
        throw new AssertionError("listed, but not readable: " + entry);
      }
      manifests.add(listed.manifest());
    }
    return manifests;
  }

  /** What a store holds that no manifest names and that is no document. */
  public static Set<String> garbage(ObjectStore store, List<Manifest> backups) throws IOException {
    Set<String> names = new TreeSet<>();
    store.list("backups/").forEach(each -> names.add(each.name()));
    store.list("probe/").forEach(each -> names.add(each.name()));
    store.unfinished().forEach(each -> names.add("unfinished " + each.name()));
    for (Manifest backup : backups) {
      String folder = "backups/" + backup.id() + "/";
      names.removeIf(name -> name.startsWith(folder + "manifest"));
      backup.parts().forEach(part -> names.remove(folder + part.object()));
    }
    return names;
  }
}
