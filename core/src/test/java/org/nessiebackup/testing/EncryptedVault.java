package org.nessiebackup.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.crypto.Decryption;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.manifest.DictionaryEntry;
import org.nessiebackup.manifest.KeyList;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.manifest.Times;
import org.nessiebackup.segment.SegmentReader;
import org.nessiebackup.segment.SegmentSummary;
import org.nessiebackup.segment.SegmentWriter;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.NewVault;
import org.nessiebackup.vault.ObjectWriter;
import org.nessiebackup.vault.PendingBackup;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.access.VaultAccess;
import org.nessiebackup.vault.lease.VaultLease;

/** A vault with keys, and backups in it that have every kind of object. */
public final class EncryptedVault {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] KEYS = new byte[16];

  private final ObjectStore store;
  private final HostKey hostKey;

  private EncryptedVault(ObjectStore store, HostKey hostKey) {
    this.store = store;
    this.hostKey = hostKey;
  }

  /** Makes one for some readers. */
  public static EncryptedVault create(ObjectStore store, Identity... readers) {
    HostKey key = HostKey.generate(RANDOM);
    Vault.create(
        store,
        new NewVault(
            SampleManifests.VAULT_ID,
            SampleManifests.TIME,
            "test",
            Arrays.stream(readers).map(Identity::recipient).toList(),
            Optional.of(key)));
    return new EncryptedVault(store, key);
  }

  /** A new identity. */
  public static Identity identity() {
    return Identity.generate(RANDOM);
  }

  /** The key that signs. */
  public HostKey hostKey() {
    return hostKey;
  }

  /** The vault with the host key and some identities. */
  public Vault open(Identity... identities) {
    return open(store, identities);
  }

  /** The same through another store. */
  public Vault open(ObjectStore through, Identity... identities) {
    return Vault.open(
        through, VaultAccess.NONE.withHostKey(hostKey).withIdentities(List.of(identities)));
  }

  /** Writes a backup of one table: a segment, its keys and a dictionary. */
  public Manifest backup(String id) throws IOException {
    Vault vault = open();
    BackupId name = new BackupId(id);
    try (VaultLease lease =
            vault.leases().acquire(Lease.Kind.BACKUP, List.of(), new TestContext().context());
        PendingBackup pending = vault.writer(lease).begin(name)) {
      KeyList keys = keyList(vault, pending);
      SampleRows rows = SampleRows.random(2).part(0, 1);
      Written segment = segment(vault, pending, "objs2", rows, Optional.of(keys));
      Written dictionary = segment(vault, pending, "dictionary", rows, Optional.empty());
      TableEntry plain =
          SampleManifests.table(
              "objs2", rows.fields(), 1, segment.digest(), List.of(segment.entry()));
      TableEntry table =
          new TableEntry(
              plain.shape(),
              plain.identity(),
              plain.rows(),
              plain.digest(),
              plain.segments(),
              Optional.of(
                  new DictionaryEntry(dictionary.entry(), "32".repeat(32), List.of("(0,1)"))),
              Optional.empty());
      Manifest manifest = manifest(vault, name, table);
      pending.commit(manifest);
      return manifest;
    }
  }

  private static KeyList keyList(Vault vault, PendingBackup pending) throws IOException {
    try (ObjectWriter object = pending.segment("keys", 0)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (OutputStream encrypted = vault.keys().listEncryption().encrypt(bytes)) {
        encrypted.write(KEYS);
      }
      object.body().write(bytes.toByteArray());
      object.commit();
      return new KeyList(object.object(), 1, bytes.size(), hash(bytes.toByteArray()));
    }
  }

  private record Written(SegmentEntry entry, String digest) {}

  private static Written segment(
      Vault vault, PendingBackup pending, String name, SampleRows rows, Optional<KeyList> keys)
      throws IOException {
    try (ObjectWriter object = pending.segment(name, 0);
        SegmentWriter writer =
            new SegmentWriter(object.body(), rows.fields(), vault.keys().encoding())) {
      byte[] stream = rows.stream();
      writer.accept(stream, 0, stream.length);
      SegmentSummary summary = writer.finish();
      object.commit();
      return new Written(
          new SegmentEntry(
              object.object(),
              summary.rows(),
              summary.rawBytes(),
              summary.storedBytes(),
              summary.sha256(),
              keys),
          summary.digest().hex());
    }
  }

  private static Manifest manifest(Vault vault, BackupId id, TableEntry table) {
    return Manifest.full(
            id,
            vault.description().id(),
            "test",
            new Times(SampleManifests.TIME, SampleManifests.TIME, SampleManifests.TIME),
            vault.protection(),
            SampleManifests.server())
        .withTables(List.of(table));
  }

  /** Reads every object of a backup with the keys of a vault, and compares it with the manifest. */
  public static void assertReadable(Vault vault, Manifest manifest) throws IOException {
    for (TableEntry table : manifest.tables()) {
      SegmentEntry dictionary = table.dictionary().orElseThrow().segment();
      for (SegmentEntry segment : List.of(table.segments().getFirst(), dictionary)) {
        try (InputStream in = vault.backups().open(manifest.id(), segment)) {
          SegmentSummary summary =
              SegmentReader.read(
                  in,
                  vault.keys().decoding(manifest),
                  table.shape().columns().size(),
                  segment.rawBytes(),
                  (bytes, offset, length) -> {});
          assertThat(summary.sha256()).isEqualTo(segment.sha256());
          assertThat(summary.storedBytes()).isEqualTo(segment.storedBytes());
          assertThat(summary.rows()).isEqualTo(segment.rows());
        }
      }
      KeyList keys = table.segments().getFirst().keys().orElseThrow();
      assertThat(keyList(vault, vault.keys().listDecryption(manifest), manifest, keys))
          .isEqualTo(KEYS);
    }
  }

  /** What a key list holds. */
  public static byte[] keyList(Vault vault, Decryption decryption, Manifest manifest, KeyList keys)
      throws IOException {
    try (InputStream in = vault.backups().open(manifest.id(), keys);
        InputStream plain = decryption.decrypt(in)) {
      return plain.readAllBytes();
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
