package org.nessiebackup.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Progress;
import org.nessiebackup.TableShape;
import org.nessiebackup.check.CatalogCheck;
import org.nessiebackup.check.CheckOptions;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.check.CheckReport.Status;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.segment.RowDigest;
import org.nessiebackup.tables.PageRange;
import org.nessiebackup.tables.TableReader;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.PendingBackup;
import org.nessiebackup.vault.lease.VaultLease;
import org.nessiebackup.vault.rows.RowTap;
import org.nessiebackup.verify.BackupVerification;
import org.nessiebackup.verify.VerifyOptions;
import org.nessiebackup.verify.VerifyReport.Finding;
import org.nessiebackup.verify.VerifyReport.Kind;

/** Rows with one key, as a damaged index lets them be: found while the good backups are there. */
class EqualKeysTest {
  private static final String TWICE =
      "INSERT INTO nessie.objs2 SELECT repo, obj_id, 'twice' FROM nessie.objs2 WHERE obj_type <>"
          + " 'twice' ORDER BY obj_id LIMIT 5";

  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private final IncrementalScene scene = new IncrementalScene();
  private final TestContext work = new TestContext();

  @AfterEach
  void drop() {
    database.close();
  }

  /** From now on the index hears of no new row, as after a restore of files with an old index. */
  private void damage() {
    database.execute(
        "UPDATE pg_index SET indisready = false WHERE indexrelid = 'nessie.objs2_pkey'::regclass");
  }

  @Test
  void aFullBackupRefusesThemByNameAndACheckFails() {
    damage();
    database.execute(TWICE);
    BackupException refused = refusedBackup();
    String first =
        database
            .query(
                // Not by the index, which does not know them.
                "SELECT encode(obj_id, 'hex') FROM nessie.objs2 WHERE obj_type = 'twice'"
                    + " ORDER BY repo || '', obj_id LIMIT 1")
            .getFirst();
    assertThat(refused).hasMessageContaining("obj_id \\x" + first).hasMessageContaining("and more");
    Item keys = keys();
    assertThat(keys.status()).isEqualTo(Status.FAIL);
    assertThat(keys.detail()).isEqualTo(refused.getMessage());
    assertThat(keys.advice()).isEqualTo(refused.hint());
    assertThat(scene.vault().backups().list()).isEmpty();
    database.execute("DELETE FROM nessie.objs2 WHERE obj_type = 'twice'");
    assertThat(keys().status()).isEqualTo(Status.OK);
    scene.backUp(database);
  }

  @Test
  void anIncrementalBackupRefusesThemAmongWhatIsNewAndAgainstWhatIsOld() {
    scene.backUp(database);
    damage();
    scene.incremental(database);
    database.execute(TWICE);
    refusedBackup();
    database.execute(
        "DELETE FROM nessie.objs2 WHERE obj_type = 'twice'",
        "INSERT INTO nessie.objs2 (repo, obj_id) VALUES ('new', '\\x01'), ('new', '\\x01')");
    assertThat(refusedBackup()).hasMessageContaining("(repo \"new\", obj_id \\x01)");
    database.execute(
        // Not by the index, which knows nothing of them.
        "DELETE FROM nessie.objs2 WHERE repo || '' = 'new'",
        "INSERT INTO nessie.refs2 (repo, ref_name) VALUES ('a', 'b')");
    scene.backUp(database);
    database.execute(
        "UPDATE pg_index SET indisready = false WHERE indexrelid = 'nessie.refs2_pkey'::regclass",
        "INSERT INTO nessie.refs2 (repo, ref_name) VALUES ('a', 'b')");
    assertThat(refusedBackup()).hasMessageContaining("(repo \"a\", ref_name \"b\")");
  }

  @Test
  void aTableThatLostItsKeyIsAskedAboutNessies() {
    database.execute(
        "ALTER TABLE nessie.refs2 DROP CONSTRAINT refs2_pkey",
        "ALTER TABLE nessie.refs2 ALTER repo DROP NOT NULL");
    scene.backUp(database);
    database.execute("INSERT INTO nessie.refs2 (repo, ref_name) VALUES (NULL, 'x')");
    assertThat(refusedBackup()).hasMessageContaining("(repo NULL, ref_name \"x\")");
    database.execute("UPDATE nessie.refs2 SET repo = 'x' WHERE repo IS NULL");
    database.execute("INSERT INTO nessie.refs2 (repo, ref_name) VALUES ('x', 'x')");
    assertThat(refusedBackup()).hasMessageContaining("(repo \"x\", ref_name \"x\")");
  }

  @Test
  void aBackupThatHasThemIsNotSound() throws IOException {
    Manifest sound = scene.backUp(database).manifest();
    damage();
    database.execute(TWICE);
    Manifest equal = asItIs(sound);
    assertThat(
            new BackupVerification(scene.vault(), work.context(), RowTap.NONE)
                .run(new VerifyOptions(Optional.of(equal.id().value()), true, 1))
                .sound())
        .isTrue();
    List<Finding> findings =
        new BackupVerification(scene.vault(), work.context(), RowTap.NONE)
            .run(new VerifyOptions(Optional.of(equal.id().value()), false, 1))
            .backups()
            .getLast()
            .findings();
    assertThat(findings).singleElement().extracting(Finding::kind).isEqualTo(Kind.EQUAL_KEYS);
    assertThat(findings.getFirst().message())
        .contains("table \"objs2\" has several rows with one key")
        .contains("obj_id \\x")
        .contains("and 2 more");
    CatalogRestore restore = new CatalogRestore(scene.vault(), database.database(), work.context());
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () ->
                restore.execute(
                    restore.plan(
                        new RestoreOptions(equal.id().value(), Optional.of("r"), 1, true))))
        .matches(e -> e.hint().orElse("").contains("equal keys"));
  }

  /** A backup as versions made it that did not look at keys. */
  private Manifest asItIs(Manifest model) throws IOException {
    BackupId id = BackupId.create(model.id().time().plusSeconds(1));
    try (Session session = database.database().open(new Cancellation());
        VaultLease lease =
            scene.vault().leases().acquire(Lease.Kind.BACKUP, List.of(), work.context());
        PendingBackup pending = scene.vault().writer(lease).begin(id)) {
      SegmentStorage storage = new SegmentStorage(scene.vault(), pending, Progress.NONE);
      List<TableEntry> tables = new ArrayList<>();
      for (TableEntry table : model.tables()) {
        TableShape shape = table.shape();
        SegmentStorage.Stored stored =
            storage.store(
                new SegmentStorage.Part(shape, 0, Optional.empty(), Optional.of(key -> {})),
                new Cancellation(),
                target -> TableReader.read(session, "nessie", shape, PageRange.ALL, target));
        tables.add(
            new TableEntry(
                shape,
                table.identity(),
                stored.entry().rows(),
                RowDigest.EMPTY.plus(stored.digest()).hex(),
                List.of(stored.entry()),
                Optional.empty(),
                Optional.empty()));
      }
      Manifest manifest =
          new Manifest(
              id,
              model.vault(),
              model.tool(),
              model.lineage(),
              model.times(),
              model.protection(),
              model.tags(),
              Manifest.Revision.FIRST,
              model.source(),
              tables);
      pending.commit(manifest);
      return manifest;
    }
  }

  private BackupException refusedBackup() {
    BackupException refused =
        catchThrowableOfType(BackupException.class, () -> scene.backUp(database));
    assertThat(refused)
        .hasMessageContaining("has several rows with one key, or rows without one")
        .matches(e -> e.failure() == Failure.CATALOG_UNSUITABLE);
    return refused;
  }

  private Item keys() {
    return new CatalogCheck(scene::vault, database::database, work.context())
            .server(
                new CheckOptions(Optional.empty(), Optional.empty(), Duration.ofDays(1), List.of()))
            .stream()
            .filter(each -> each.name().equals("keys"))
            .findFirst()
            .orElseThrow();
  }
}
