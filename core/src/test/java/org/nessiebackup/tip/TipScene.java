package org.nessiebackup.tip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.nessiebackup.BackupId;
import org.nessiebackup.PointId;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.BackupReport;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.ReachableObjects;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.rows.TipRowsReader;
import org.nessiebackup.vault.tip.TipEpoch;
import org.postgresql.PGConnection;

/** An encrypted vault, and what was kept in it compared with a catalog that goes on. */
final class TipScene {
  static final TipOptions OPTIONS = TipOptions.DEFAULT.in("nessie");

  private final ObjectStore store;
  private final Identity reader = EncryptedVault.identity();
  private final EncryptedVault keys;
  private final TestContext work = new TestContext();
  private int seed = 500;

  TipScene(ObjectStore store) {
    this.store = store;
    this.keys = EncryptedVault.create(store, reader);
  }

  ObjectStore store() {
    return store;
  }

  Identity reader() {
    return reader;
  }

  /** As the host opens it that writes, and cannot read. */
  Vault writing() {
    return keys.open();
  }

  Vault reading() {
    return keys.open(reader);
  }

  TestContext work() {
    return work;
  }

  EncryptedVault keys() {
    return keys;
  }

  TipFollower follow(Database database, TipOptions options) {
    return TipFollower.open(writing(), database, options, work.context());
  }

  TipFollower follow(TestDatabase database) {
    return follow(database.database(), OPTIONS);
  }

  TipFollower followThrough(ObjectStore through, TestDatabase database) {
    return TipFollower.open(keys.open(through), database.database(), OPTIONS, work.context());
  }

  Manifest backUp(Database database) {
    BackupReport report =
        new CatalogBackup(writing(), database, work.context())
            .run(
                new BackupOptions(
                    Optional.of("nessie"),
                    Optional.empty(),
                    1,
                    false,
                    BackupOptions.Wanted.AUTO,
                    Optional.empty(),
                    List.of()));
    return report.manifest();
  }

  Manifest backUp(TestDatabase database) {
    return backUp(database.database());
  }

  void grow(TestDatabase database, int commits) {
    try (Connection connection = database.connect()) {
      SampleCatalog.grow(
          connection,
          "nessie",
          CatalogOddities.small().withCommits(commits).withoutMilestones().withSeed(seed++));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  TipEpoch epoch(Manifest base) {
    Vault vault = reading();
    TipEpoch epoch = vault.tips().epoch(vault.backups().identified(base.id()));
    assertThat(epoch.damage()).isEmpty();
    return epoch;
  }

  /** What the vault has of the newest tip of a backup is what the catalog's references lead to. */
  void assertHasAll(TestDatabase database, Manifest base, List<String> repositories) {
    TipEpoch epoch = epoch(base);
    bringBack(database, epoch, epoch.last());
    assertRestoreGivesTheSame(database, epoch);
    assertThat(database.fingerprint("restored.refs2"))
        .isEqualTo(database.fingerprint("nessie.refs2"));
    try (Connection connection = database.connect()) {
      for (String repository : repositories) {
        Set<String> lost = new TreeSet<>(ReachableObjects.of(connection, "nessie", repository));
        lost.removeAll(same(database, repository));
        assertThat(lost).as("objects of \"%s\" that are lost", repository).isEmpty();
        assertThat(ReachableObjects.of(connection, "restored", repository)).isNotEmpty();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    database.execute("DROP SCHEMA restored CASCADE");
  }

  /** What a restore makes of base and tips is what the format says. */
  private void assertRestoreGivesTheSame(TestDatabase database, TipEpoch epoch) {
    BackupId base = epoch.base().manifest().id();
    String point =
        epoch.last().map(tip -> PointId.of(base, tip.number())).orElse(PointId.of(base)).toString();
    CatalogRestore restore = new CatalogRestore(reading(), database.database(), work.context());
    restore.execute(restore.plan(new RestoreOptions(point, Optional.of("by program"), 2, true)));
    assertThat(database.catalogFingerprint("by program"))
        .as(point)
        .isEqualTo(database.catalogFingerprint("restored"));
    database.execute("DROP SCHEMA \"by program\" CASCADE");
  }

  /**
   * The ids of objects that are the same in both; those that were rewritten under their id, as a
   * cut does it, may be older in a tip.
   */
  private static Set<String> same(TestDatabase database, String repository) {
    return new HashSet<>(
        database.query(
            """
            SELECT encode(o.obj_id, 'hex') FROM nessie.objs2 o JOIN restored.objs2 r
              ON r.repo = o.repo AND r.obj_id = o.obj_id AND r.obj_type = o.obj_type
            WHERE o.repo = '%s' AND (r.obj_value = o.obj_value
              OR encode(o.obj_value, 'escape') LIKE '%%updated to remove parents%%')
            """
                .formatted(repository)));
  }

  /** Restores the backup into the schema "restored", and then tips as the format says. */
  void bringBack(TestDatabase database, TipEpoch epoch, Optional<Tip> asOf) {
    CatalogRestore restore = new CatalogRestore(reading(), database.database(), work.context());
    String id = epoch.base().manifest().id().value();
    restore.execute(restore.plan(new RestoreOptions(id, Optional.of("restored"), 1, true)));
    if (asOf.isEmpty()) {
      return;
    }
    Vault vault = reading();
    BackupChain chain = vault.backups().chain(epoch.base());
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      TipRowsReader objects = TipRowsReader.ofObjects(vault, chain, "objs2");
      for (Tip tip : epoch.objects(asOf.get())) {
        statement.execute("CREATE TEMP TABLE o (LIKE restored.objs2)");
        load(connection, "o", objects, tip, tip.objects().orElseThrow());
        statement.execute(
            "DELETE FROM restored.objs2 r USING o WHERE r.repo = o.repo AND r.obj_id = o.obj_id");
        statement.execute("INSERT INTO restored.objs2 TABLE o");
        statement.execute("DROP TABLE o");
      }
      TipRowsReader references = TipRowsReader.ofReferences(vault, chain, "refs2");
      for (Tip tip : epoch.references(asOf.get())) {
        statement.execute("TRUNCATE restored.refs2");
        load(connection, "restored.refs2", references, tip, tip.references().orElseThrow());
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void load(
      Connection connection, String table, TipRowsReader reader, Tip tip, TipRows rows)
      throws SQLException, IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    reader.read(tip, rows, stream::write);
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn(
            "COPY " + table + " FROM STDIN (FORMAT binary)",
            new ByteArrayInputStream(stream.toByteArray()));
  }

  /** Options by which every look that finds nothing leaves a tip. */
  static TipOptions alwaysHeartbeat() {
    return OPTIONS.every(Duration.ZERO);
  }
}
