package org.nessiebackup.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.BackupObject;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.Lineage;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.manifest.Times;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.Upload;
import org.nessiebackup.vault.NewVault;
import org.nessiebackup.vault.ObjectWriter;
import org.nessiebackup.vault.PendingBackup;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.lease.VaultLease;

/**
 * A vault with backups as retention and copies see them: two objects each, with the right sizes and
 * checksums, but no rows.
 */
public final class SampleVault {
  private final ObjectStore store;
  private final Vault vault;
  private final TestContext work;

  /** The vault in a store, which is made if it is not there. */
  public SampleVault(ObjectStore store, TestContext work) {
    this.store = store;
    this.work = work;
    this.vault =
        Vault.create(
            store,
            new NewVault(
                SampleManifests.VAULT_ID,
                SampleManifests.TIME,
                "nessie-backup test",
                List.of(),
                Optional.empty()));
  }

  /** Keeps another tip of a backup, by which nothing had moved. */
  public Tip tip(BackupId base, Instant at) {
    return vault
        .tips()
        .writer(vault.tips().epoch(vault.backups().identified(base)), "nessie-backup test")
        .publish(new Tip.Moment(at, "742:742:"), Optional.empty(), Optional.empty());
  }

  /** The vault. */
  public Vault vault() {
    return vault;
  }

  /** Takes a full backup whose moment is that of its name. */
  public Manifest full(String id, String... tags) {
    return write(id, Optional.empty(), SampleManifests.server(), List.of(tags));
  }

  /** Takes a full backup of a server that says of itself and its log what is given. */
  public Manifest full(String id, Source.Server server) {
    return write(id, Optional.empty(), server, List.of());
  }

  /** Takes a backup that builds on another one. */
  public Manifest incremental(String id, Manifest parent) {
    return write(id, Optional.of(parent.id()), SampleManifests.server(), List.of());
  }

  /** Imports a dump. */
  public Manifest dump(String id) {
    Source dump = new Source.Dump("old.sql", Optional.empty(), "nessie", "JDBC2");
    return write(id, Optional.empty(), dump, List.of());
  }

  private Manifest write(String text, Optional<BackupId> parent, Source source, List<String> tags) {
    BackupId id = new BackupId(text);
    try (VaultLease lease =
            vault.leases().acquire(Lease.Kind.BACKUP, parent.stream().toList(), work.context());
        PendingBackup pending = vault.writer(lease).begin(id)) {
      Manifest manifest =
          manifest(
              id,
              parent,
              source,
              tags,
              List.of(table(pending, "refs2", id), table(pending, "objs2", id)));
      pending.commit(manifest);
      return manifest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Manifest manifest(
      BackupId id,
      Optional<BackupId> parent,
      Source source,
      List<String> tags,
      List<TableEntry> tables) {
    Instant at = id.time();
    return new Manifest(
        id,
        SampleManifests.VAULT_ID,
        "nessie-backup test",
        new Lineage(
            parent.isPresent() ? BackupType.INCREMENTAL : BackupType.FULL,
            parent,
            parent.map(each -> "67".repeat(32))),
        new Times(at, at, at.plusSeconds(3)),
        Protection.NONE,
        tags,
        Manifest.Revision.FIRST,
        source,
        tables);
  }

  private static TableEntry table(PendingBackup pending, String name, BackupId id)
      throws IOException {
    byte[] bytes = ("rows of " + name + " in " + id).getBytes(StandardCharsets.UTF_8);
    try (ObjectWriter segment = pending.segment(name, 0)) {
      segment.body().write(bytes);
      segment.commit();
      SegmentEntry entry =
          new SegmentEntry(segment.object(), 1, 100, bytes.length, sha256(bytes), Optional.empty());
      return SampleManifests.table(name, 1, 1, "ab".repeat(32), List.of(entry));
    }
  }

  /** Leaves what a writer leaves that is killed before its commit. */
  public SampleVault unfinished(String id) {
    put("backups/" + id + "/refs2-0000.copy.zst", "half a backup");
    return this;
  }

  /** Puts an object. */
  public SampleVault put(String name, String text) {
    try (Upload upload = store.create(name)) {
      upload.body().write(text.getBytes(StandardCharsets.UTF_8));
      upload.commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Every backup that is listed can be read to its last byte, and so can what it builds on. */
  public static void assertWhole(ObjectStore store) throws IOException {
    assertTipsAreOfUse(store);
    Vault vault = Vault.open(store);
    for (BackupEntry entry : vault.backups().list()) {
      assertThat(entry).isInstanceOf(BackupEntry.Listed.class);
      Manifest manifest = ((BackupEntry.Listed) entry).manifest();
      for (BackupObject part : manifest.parts().toList()) {
        try (InputStream in = store.open("backups/" + manifest.id() + "/" + part.object())) {
          assertThat(sha256(in.readAllBytes())).isEqualTo(part.sha256());
        }
      }
      manifest
          .parent()
          .ifPresent(parent -> assertThat(vault.backups().manifest(parent).id()).isEqualTo(parent));
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tips have a base, and what there is of them is a beginning. */
  private static void assertTipsAreOfUse(ObjectStore store) {
    Vault vault = Vault.open(store);
    for (BackupId base : vault.tips().stored().keySet()) {
      assertThat(vault.tips().epoch(vault.backups().identified(base)).damage())
          .as("what is wrong with the tips of %s", base)
          .isEmpty();
    }
  }
}
