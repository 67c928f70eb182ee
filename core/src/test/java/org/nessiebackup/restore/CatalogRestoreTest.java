package org.nessiebackup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Column;
import org.nessiebackup.Failure;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.segment.RowDigest;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.PendingBackup;
import org.nessiebackup.vault.lease.VaultLease;

class CatalogRestoreTest {
  private static final String STAGING =
      "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'nessie_backup_staging%'";

  private final TestContext work = new TestContext();
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private @TempDir Path folder;

  @AfterEach
  void drop() {
    database.close();
  }

  private Operations operations(Database as) {
    return new Operations(new FolderStore(folder), as, work);
  }

  private Operations operations() {
    return operations(database.database());
  }

  @Test
  void aPlanSaysWhatWillHappenAndChangesNothing() {
    operations().backup();
    List<String> schemas = database.query("SELECT nspname FROM pg_namespace ORDER BY 1");
    RestorePlan plan = operations().plan();
    assertThat(plan.schema()).isEqualTo("nessie");
    assertThat(plan.target().schemaExists()).isTrue();
    assertThat(plan.target().tables())
        .extracting(TableDescription::name)
        .containsExactly("refs2", "objs2");
    assertThat(plan.keptSchema().orElseThrow()).startsWith("nessie_backup_kept_2");
    assertThat(plan.swap().obstacles()).isEmpty();
    assertThat(database.query("SELECT nspname FROM pg_namespace ORDER BY 1")).isEqualTo(schemas);
  }

  @Test
  void planSaysHowOldItIsAndThatItHasMuchLessThanTheOneBefore() {
    Manifest whole = operations().backup();
    assertThat(operations().plan().age()).hasValueSatisfying(age -> assertThat(age).isPositive());
    assertThat(operations().plan().warnings()).isEmpty();
    database.execute("DELETE FROM nessie.objs2");
    operations().backup();

    assertThat(operations().plan().warnings())
        .singleElement()
        .asString()
        .contains("table \"objs2\" has 0 rows in this backup", whole.id().value());
  }

  @Test
  void restoresIntoAnEmptyDatabase() {
    List<String> before = database.catalogFingerprint("nessie");
    operations().backup();
    try (TestDatabase empty = TestDatabase.create()) {
      RestoreReport report = operations(empty.database()).restoreLatest();
      assertThat(report.keptSchema()).isEmpty();
      assertThat(empty.catalogFingerprint("nessie")).isEqualTo(before);
      assertThat(
              empty.query(
                  "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                      + " WHERE contype = 'p' AND connamespace = 'nessie'::regnamespace"
                      + " ORDER BY conname"))
          .containsExactly("PRIMARY KEY (repo, obj_id)", "PRIMARY KEY (repo, ref_name)");
      assertThat(
              empty.query(
                  "SELECT column_default FROM information_schema.columns"
                      + " WHERE column_name = 'created_at'"))
          .allMatch(text -> text.contains("0"));
    }
  }

  @Test
  void clonesIntoAnotherSchemaBesideTheCatalog() {
    List<String> before = database.catalogFingerprint("nessie");
    operations().backup();
    RestoreReport report = operations().restoreInto("clone of \"it\"");
    assertThat(report.schema()).isEqualTo("clone of \"it\"");
    assertThat(database.catalogFingerprint("clone of \"it\"")).isEqualTo(before);
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
  }

  @Test
  void carriesOverWhatTheReplacedTablesHadBesidesRows() {
    String reader = "reader_" + database.name();
    String owner = "owner_" + database.name();
    database.execute(
        "CREATE ROLE " + reader,
        "CREATE ROLE " + owner,
        "GRANT SELECT ON nessie.refs2 TO " + reader + " WITH GRANT OPTION",
        "GRANT UPDATE (deleted) ON nessie.refs2 TO " + reader,
        "GRANT SELECT ON nessie.objs2 TO PUBLIC",
        "COMMENT ON TABLE nessie.objs2 IS 'objects, 100 %s'",
        "COMMENT ON COLUMN nessie.objs2.obj_id IS 'it''s the id'",
        "ALTER TABLE nessie.objs2 SET (fillfactor = 90, toast.autovacuum_enabled = false)",
        "ALTER TABLE nessie.objs2 ALTER obj_value SET STORAGE EXTERNAL",
        "ALTER TABLE nessie.objs2 ALTER obj_value SET COMPRESSION pglz",
        "ALTER TABLE nessie.objs2 ALTER obj_type SET STATISTICS 500",
        "ALTER TABLE nessie.refs2 REPLICA IDENTITY FULL",
        "ALTER TABLE nessie.refs2 ALTER deleted SET DEFAULT (1 = 2)",
        "ALTER TABLE nessie.refs2 RENAME CONSTRAINT refs2_pkey TO \"my key\"",
        "CREATE PUBLICATION all_refs FOR TABLE nessie.refs2",
        "CREATE POLICY p ON nessie.refs2 AS RESTRICTIVE FOR UPDATE TO PUBLIC, "
            + reader
            + " USING (repo = 'it''s') WITH CHECK (NOT deleted AND EXISTS (SELECT FROM pg_roles"
            + " WHERE rolname = refs2.repo))",
        "CREATE POLICY \"my \"\"own\"\"\" ON nessie.refs2 USING (true)",
        "COMMENT ON POLICY p ON nessie.refs2 IS 'hides'",
        "ALTER TABLE nessie.refs2 ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE nessie.objs2 FORCE ROW LEVEL SECURITY",
        "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO " + reader,
        "ALTER TABLE nessie.refs2 OWNER TO " + owner,
        "ALTER TABLE nessie.objs2 OWNER TO " + owner);
    List<String> before = settings();
    assertThat(before).hasSizeGreaterThan(10);
    operations().backup();
    RestoreReport report = operations().restoreLatest();
    assertThat(report.swapped().warnings()).isEmpty();
    assertThat(settings()).isEqualTo(before);
    operations().undo();
    assertThat(settings()).isEqualTo(before);
    database.execute(
        "DROP SCHEMA nessie CASCADE",
        "DO $$ DECLARE s text; BEGIN FOR s IN SELECT nspname FROM pg_namespace WHERE nspname LIKE"
            + " 'nessie_backup_kept%' LOOP EXECUTE format('DROP SCHEMA %I CASCADE', s); END LOOP;"
            + " END $$",
        "DROP OWNED BY " + reader,
        "DROP ROLE " + reader,
        "DROP ROLE " + owner);
  }

  private List<String> settings() {
    return database.query(
        """
        SELECT format('%s owner %s acl %s options %s toast %s identity %s comment %s',
          c.relname, c.relowner::regrole, c.relacl, c.reloptions, t.reloptions, c.relreplident,
          obj_description(c.oid))
        FROM pg_class c LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
        WHERE c.relnamespace = 'nessie'::regnamespace AND c.relkind = 'r'
        UNION ALL
        SELECT format('%s %s acl %s storage %s compression %s statistics %s default %s comment %s',
          a.attrelid::regclass, a.attname, a.attacl, a.attstorage, a.attcompression, a.attstattarget,
          pg_get_expr(d.adbin, d.adrelid), col_description(a.attrelid, a.attnum))
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
          LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'nessie'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
        UNION ALL
        SELECT format('publication %s %s', pubname, tablename) FROM pg_publication_tables
        UNION ALL
        SELECT format('row security %s %s %s', c.relname, c.relrowsecurity, c.relforcerowsecurity)
        FROM pg_class c WHERE c.relnamespace = 'nessie'::regnamespace AND c.relkind = 'r'
        UNION ALL
        SELECT format('policy %s %s %s %s %s %s %s', policyname, permissive, roles, cmd, qual,
          with_check, (SELECT obj_description(p.oid, 'pg_policy') FROM pg_policy p
            WHERE p.polname = policyname AND p.polrelid = 'nessie.refs2'::regclass))
        FROM pg_policies WHERE schemaname = 'nessie'
        UNION ALL
        SELECT format('key %s', conname) FROM pg_constraint
        WHERE connamespace = 'nessie'::regnamespace AND contype = 'p'
        ORDER BY 1
        """);
  }

  @Test
  void aPolicyThatCannotBeCarriedOverIsAnObstacleAndNoWarning() {
    database.execute(
        "CREATE POLICY p ON nessie.refs2 USING (EXISTS (SELECT FROM nessie.objs2))",
        "ALTER TABLE nessie.refs2 ENABLE ROW LEVEL SECURITY");
    operations().backup();
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> operations().plan())
        .withMessageContaining("policy \"p\" of table \"refs2\"")
        .withMessageContaining("\"nessie\".\"objs2\"")
        .matches(e -> e.failure() == Failure.TARGET_GUARDED);
    database.execute(
        "DROP POLICY p ON nessie.refs2",
        "ALTER TABLE nessie.refs2 ADD COLUMN team text NOT NULL DEFAULT ''",
        "ALTER TABLE nessie.refs2 ALTER COLUMN team DROP DEFAULT",
        "CREATE POLICY p ON nessie.refs2 USING (team = 'a')");
    assertThat(operations().backup()).isNotNull();
    database.execute("ALTER TABLE nessie.refs2 RENAME COLUMN team TO crew");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> operations().plan())
        .withMessageContaining("column \"crew\"");
    database.execute("DROP POLICY p ON nessie.refs2");
    operations().restoreLatest();
  }

  @Test
  void namesWhatItCannotCarryOver() {
    database.execute(
        "CREATE INDEX by_type ON nessie.objs2 (obj_type)",
        "CREATE VIEW nessie.names AS SELECT ref_name FROM nessie.refs2",
        "ALTER TABLE nessie.refs2 ADD CONSTRAINT sane CHECK (ref_name <> 'x')",
        "CREATE RULE r AS ON DELETE TO nessie.refs2 WHERE OLD.ref_name = 'y' DO INSTEAD NOTHING");
    operations().backup();
    database.execute(
        "ALTER TABLE nessie.objs2 ADD COLUMN newer int NOT NULL DEFAULT 0",
        "ALTER TABLE nessie.objs2 ALTER COLUMN newer DROP DEFAULT");
    assertThat(operations().plan().warnings())
        .anyMatch(text -> text.contains("CREATE INDEX by_type"))
        .anyMatch(text -> text.contains("view nessie.names"))
        .anyMatch(text -> text.contains("sane CHECK"))
        .anyMatch(text -> text.contains("rule: CREATE RULE r"))
        .anyMatch(text -> text.contains("\"newer\""))
        .hasSize(5);
  }

  @Test
  void refusesWhileNessieIsConnectedAndSaysWho() throws SQLException {
    String nessie = "nessie_" + database.name();
    database.execute(
        "CREATE ROLE " + nessie + " LOGIN",
        "ALTER TABLE nessie.refs2 OWNER TO " + nessie,
        "ALTER TABLE nessie.objs2 OWNER TO " + nessie);
    Operations operations = operations();
    operations.backup();
    List<String> before = database.catalogFingerprint("nessie");
    RestorePlan made;
    try (Connection session = connect(nessie)) {
      assertThat(session.isValid(5)).isTrue();
      RestorePlan plan = operations.plan();
      assertThat(plan.swap().obstacles()).singleElement().asString().contains(nessie);
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> operations.restore().execute(plan))
          .matches(e -> e.failure() == Failure.TARGET_GUARDED)
          .withMessageContaining(nessie);
    }
    made = operations.plan();
    assertThat(made.swap().obstacles()).isEmpty();
    // It connects after the plan, while the restore is loading.
    try (Connection late = connect(nessie)) {
      assertThat(late.isValid(5)).isTrue();
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> operations.restore().execute(made))
          .matches(e -> e.failure() == Failure.TARGET_GUARDED);
      operations
          .restore()
          .execute(
              operations.restore().plan(new RestoreOptions("latest", Optional.empty(), 1, true)));
    }
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
    database.execute("DROP OWNED BY " + nessie, "DROP ROLE " + nessie);
  }

  private Connection connect(String role) throws SQLException {
    return java.sql.DriverManager.getConnection(
        database.server().jdbcUrl(database.name()), role, "");
  }

  @Test
  void theOwnerOfTheTablesMayRestoreAndAReaderMayNot() {
    String owner = "owner_" + database.name();
    String reader = "reader_" + database.name();
    database.execute(
        "CREATE ROLE " + owner + " LOGIN",
        "CREATE ROLE " + reader + " LOGIN",
        "GRANT USAGE ON SCHEMA nessie TO " + reader,
        "ALTER SCHEMA nessie OWNER TO " + owner,
        "ALTER TABLE nessie.refs2 OWNER TO " + owner,
        "ALTER TABLE nessie.objs2 OWNER TO " + owner,
        "GRANT CREATE ON DATABASE " + database.name() + " TO " + owner);
    List<String> before = database.catalogFingerprint("nessie");
    operations(database.database(owner)).backup();
    database.execute("DELETE FROM nessie.refs2");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> operations(database.database(reader)).plan())
        .matches(e -> e.failure() == Failure.PERMISSION)
        .matches(e -> e.hint().orElse("").contains("GRANT CREATE ON DATABASE"))
        .matches(e -> e.hint().orElse("").contains("GRANT " + owner + " TO " + reader));
    operations(database.database(owner)).restoreLatest();
    operations(database.database(owner)).undo();
    operations(database.database(owner)).undo();
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
    database.execute(
        "DROP OWNED BY " + owner + " CASCADE",
        "DROP OWNED BY " + reader,
        "DROP ROLE " + owner,
        "DROP ROLE " + reader);
  }

  @Test
  void aDamagedSegmentIsRefusedAndTheCatalogUntouched() throws IOException {
    operations().backup();
    List<String> before = database.catalogFingerprint("nessie");
    Path segment = segment("objs2-0000");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(operations()::restoreLatest)
        .matches(e -> e.failure() == Failure.DAMAGED)
        .withMessageContaining("objs2-0000");
    Files.write(segment, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(operations()::plan)
        .matches(e -> e.failure() == Failure.DAMAGED);
    Files.delete(segment);
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(operations()::plan)
        .matches(e -> e.failure() == Failure.DAMAGED)
        .withMessageContaining("missing");
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
  }

  private Path segment(String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void aTriggerThatChangesRowsIsNoticedBeforeTheSwap() {
    operations().backup();
    List<String> before = database.catalogFingerprint("nessie");
    // An event trigger is the one way to get between us and a table that is only being made.
    database.execute(
        "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN IF NEW.ref_name LIKE '%main' THEN RETURN NULL; END IF; RETURN NEW; END $$",
        "CREATE FUNCTION meddle() RETURNS event_trigger LANGUAGE plpgsql AS $$ DECLARE t record;"
            + " BEGIN FOR t IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE object_type ="
            + " 'table' AND object_identity LIKE '%.refs2' LOOP EXECUTE format('CREATE TRIGGER lose"
            + " BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION lose()', t.object_identity);"
            + " END LOOP; END $$",
        "CREATE EVENT TRIGGER meddling ON ddl_command_end WHEN TAG IN ('CREATE TABLE')"
            + " EXECUTE FUNCTION meddle()");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(operations()::restoreLatest)
        .withMessageContaining("refs2")
        .withMessageContaining("other rows");
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
  }

  @Test
  void aRequestToStopAtAnyStepLeavesTheCatalogAndNoStaging() {
    operations().backup();
    List<String> before = database.catalogFingerprint("nessie");
    for (int stopAt = 1; stopAt <= 6; stopAt++) {
      TestContext stopping = new TestContext();
      int[] calls = new int[1];
      int limit = stopAt;
      stopping.onAdvance(
          () -> {
            synchronized (calls) {
              if (++calls[0] == limit) {
                stopping.cancellation().request();
              }
            }
          });
      Operations operations =
          new Operations(new FolderStore(folder), database.database(), stopping);
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(operations::restoreLatest)
          .matches(e -> e.failure() == Failure.INTERRUPTED);
      assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
      assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'nessie_b%'"))
          .isEmpty();
    }
  }

  @Test
  void whatAKilledRestoreLeftIsRemovedByTheNext() {
    operations().backup();
    database.execute(
        "CREATE SCHEMA nessie_backup_staging_old",
        "CREATE TABLE nessie_backup_staging_old.objs2 (x int)",
        "COMMENT ON SCHEMA nessie_backup_staging_old IS 'nessie-backup: purpose=STAGING"
            + " catalog=nessie at=2026-11-22T02%3A00%3A00Z'",
        "CREATE SCHEMA nessie_backup_staging_foreign");
    operations().restoreLatest();
    assertThat(
            database.query(
                "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'nessie_backup_staging%'"))
        .containsExactly("nessie_backup_staging_foreign");
    database.execute("DROP SCHEMA nessie_backup_staging_foreign");
  }

  @Test
  void refusesToReplaceAView() {
    operations().backup();
    try (TestDatabase other = TestDatabase.create()) {
      other.execute("CREATE SCHEMA nessie", "CREATE VIEW nessie.refs2 AS SELECT 1 AS one");
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> operations(other.database()).plan())
          .matches(e -> e.failure() == Failure.TARGET_GUARDED);
    }
  }

  @Test
  void refusesTypesAndCollationsTheServerDoesNotHave() {
    database.execute(
        "CREATE TYPE nessie.mood AS ENUM ('fine')", "ALTER TABLE nessie.refs2 ADD m nessie.mood");
    operations().backup();
    try (TestDatabase other = TestDatabase.create()) {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(operations(other.database())::restoreLatest)
          .matches(e -> e.failure() == Failure.SERVER_UNSUPPORTED)
          .withMessageContaining("nessie.mood");
    }
  }

  @Test
  void aManifestCannotChooseWhichTablesAreReplaced() {
    database.execute("CREATE TABLE nessie.accounts (id int)");
    TableShape shape =
        new TableShape(
            "accounts",
            List.of(
                new Column(
                    "id",
                    new QualifiedName("pg_catalog", "int4"),
                    -1,
                    false,
                    Optional.empty(),
                    Optional.empty())),
            List.of());
    Operations operations = operations();
    Manifest real = operations.backup();
    BackupId id = BackupId.create(real.id().time().plusSeconds(1));
    try (VaultLease lease =
            operations.vault().leases().acquire(Lease.Kind.BACKUP, List.of(), work.context());
        PendingBackup pending = operations.vault().writer(lease).begin(id)) {
      pending.commit(
          new Manifest(
              id,
              real.vault(),
              real.tool(),
              real.lineage(),
              real.times(),
              real.protection(),
              real.tags(),
              real.revised(),
              real.source(),
              List.of(
                  new TableEntry(
                      shape,
                      Optional.empty(),
                      0,
                      RowDigest.EMPTY.hex(),
                      List.of(),
                      Optional.empty(),
                      Optional.empty()))));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(operations::plan)
        .matches(e -> e.failure() == Failure.FORMAT_UNSUPPORTED)
        .withMessageContaining("accounts");
  }

  @Test
  void aRestoreThatFailsLeavesNoSchemaBehind() throws IOException {
    operations().backup();
    Path segment = segment("refs2-0000");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length - 1] ^= 1;
    Files.write(segment, bytes);
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> operations().restoreInto("clone"))
        .matches(e -> e.failure() == Failure.DAMAGED);
    assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'"))
        .containsExactlyInAnyOrder("information_schema", "public", "nessie");
  }

  @Test
  void aFailedRestoreThatCannotRemoveItsStagingSaysSoAndTheNextOneDoes() throws IOException {
    operations().backup();
    Path segment = segment("refs2-0000");
    byte[] bytes = Files.readAllBytes(segment);
    RestorePlan damaged = plan(bytes, segment);
    AtomicBoolean built = new AtomicBoolean();
    work.onAdvance(
        () -> {
          if (built.compareAndSet(false, true)) {
            database.execute(
                "CREATE VIEW public.spy AS SELECT obj_id FROM "
                    + damaged.stagingSchema()
                    + ".objs2");
          }
        });
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> operations().restore().execute(damaged))
        .matches(e -> e.failure() == Failure.DAMAGED)
        .matches(
            e -> e.hint().orElse("").contains("is left in schema \"" + damaged.stagingSchema()))
        .matches(e -> e.hint().orElse("").contains("view public.spy"));
    Files.write(segment, bytes);
    assertThat(operations().plan().warnings())
        .anyMatch(each -> each.contains(damaged.stagingSchema()) && each.contains("public.spy"));
    operations().restoreLatest();
    assertThat(database.query(STAGING)).containsExactly(damaged.stagingSchema());
    database.execute("DROP VIEW public.spy");
    operations().restoreLatest();
    assertThat(database.query(STAGING)).isEmpty();
  }

  /** Damage of the same length is only seen when it is read. */
  private RestorePlan plan(byte[] bytes, Path segment) throws IOException {
    Files.write(segment, bytes);
    RestorePlan plan =
        operations().restore().plan(new RestoreOptions("latest", Optional.empty(), 1, false));
    byte[] other = bytes.clone();
    other[other.length - 1] ^= 1;
    Files.write(segment, other);
    return plan;
  }
}
