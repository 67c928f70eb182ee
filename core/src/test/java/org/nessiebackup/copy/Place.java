package org.nessiebackup.copy;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.vault.NewVault;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.access.VaultAccess;

/** A vault in memory, with all keys that were made with it. */
record Place(MemoryStore store, Optional<HostKey> hostKey, Optional<Identity> identity) {
  private static final SecureRandom RANDOM = new SecureRandom();

  static Place encrypted(String id) {
    HostKey key = HostKey.generate(RANDOM);
    Identity reader = Identity.generate(RANDOM);
    return made(
        new Place(new MemoryStore(id), Optional.of(key), Optional.of(reader)),
        new NewVault(
            id, SampleManifests.TIME, "test", List.of(reader.recipient()), Optional.of(key)));
  }

  static Place plain(String id) {
    return made(
        new Place(new MemoryStore(id), Optional.empty(), Optional.empty()),
        new NewVault(id, SampleManifests.TIME, "test", List.of(), Optional.empty()));
  }

  private static Place made(Place place, NewVault vault) {
    Vault.create(place.store, vault);
    return place;
  }

  /** The same with the same keys, elsewhere. */
  Place copy() {
    return new Place(store.copy(), hostKey, identity);
  }

  /** What a host has that makes backups. */
  VaultAccess writer() {
    return hostKey.map(VaultAccess.NONE::withHostKey).orElse(VaultAccess.NONE);
  }

  /** What it takes to restore. */
  VaultAccess reader() {
    return writer().withIdentities(identity.stream().toList());
  }

  Vault toWrite() {
    return Vault.open(store, writer());
  }

  Vault toRead() {
    return toRead(store);
  }

  Vault toRead(ObjectStore through) {
    return Vault.open(through, reader());
  }
}
