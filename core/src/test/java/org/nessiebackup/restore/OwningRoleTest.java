package org.nessiebackup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;

/** Tables of a role that nobody logs in as, and jobs whose roles come and go. */
class OwningRoleTest {
  private static final UndoOptions ANY = new UndoOptions(Optional.empty(), false);
  private static final String OWNERS_OF_SCHEMAS =
      "SELECT DISTINCT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname LIKE"
          + " 'nessie_backup_%'";

  private final TestContext work = new TestContext();
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private final String owner = "owner_" + database.name();
  private final String first = "first_" + database.name();
  private final String second = "second_" + database.name();
  private @TempDir Path folder;

  @BeforeEach
  void hand() {
    database.execute(
        "CREATE ROLE " + owner + " NOLOGIN",
        "CREATE ROLE " + first + " LOGIN IN ROLE " + owner,
        "CREATE ROLE " + second + " LOGIN IN ROLE " + owner,
        "ALTER SCHEMA nessie OWNER TO " + owner,
        "ALTER TABLE nessie.refs2 OWNER TO " + owner,
        "ALTER TABLE nessie.objs2 OWNER TO " + owner,
        "GRANT CREATE ON DATABASE " + database.name() + " TO " + owner);
    as(first).backup();
  }

  @AfterEach
  void drop() {
    database.execute(
        "ALTER SCHEMA nessie OWNER TO postgres",
        "REASSIGN OWNED BY " + owner + ", " + second + " TO postgres",
        "DROP OWNED BY " + owner + ", " + second,
        "DROP ROLE IF EXISTS " + first,
        "DROP ROLE " + owner,
        "DROP ROLE " + second);
    database.close();
  }

  private Operations as(String role) {
    return new Operations(new FolderStore(folder), database.database(role), work);
  }

  private RestoreUndo undoAs(String role) {
    return new RestoreUndo(database.database(role), work.context());
  }

  private List<String> owners(String schema) {
    return database.query(
        "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = '"
            + schema
            + "'::regnamespace AND relkind = 'r'");
  }

  @Test
  void anyMemberTakesBackAndReleasesWhatAnotherRestoredWhoIsGoneByThen() {
    List<String> before = database.catalogFingerprint("nessie");
    database.execute("DELETE FROM nessie.refs2");
    List<String> wrecked = database.catalogFingerprint("nessie");
    as(first).restoreLatest();
    assertThat(owners("nessie")).containsExactly(owner);
    assertThat(database.query(OWNERS_OF_SCHEMAS)).containsExactly(owner);
    database.execute("DROP ROLE " + first);

    undoAs(second).execute(undoAs(second).planUndo(ANY));
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(wrecked);
    undoAs(second).execute(undoAs(second).planUndo(ANY));
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
    assertThat(database.query(OWNERS_OF_SCHEMAS)).containsExactly(owner);
    assertThat(undoAs(second).execute(undoAs(second).planRelease(ANY)).released()).hasSize(1);
    assertThat(database.query(OWNERS_OF_SCHEMAS)).isEmpty();
  }

  @Test
  void whatOneMemberHasStagedAnotherSwapsInOrRemoves() {
    RestoreId work = new RestoreId("20261122T020000Z-0001");
    RestoreOptions latest = new RestoreOptions("latest", Optional.empty(), 1, false);
    as(first).restore().stage(as(first).restore().plan(latest, work));
    database.execute("DROP ROLE " + first);
    as(second).restore().swap(as(second).restore().staged("nessie").orElseThrow(), false);
    assertThat(owners("nessie")).containsExactly(owner);

    as("postgres")
        .restore()
        .stage(as("postgres").restore().plan(latest, new RestoreId("20261122T020000Z-0002")));
    assertThat(database.query(OWNERS_OF_SCHEMAS)).containsExactly(owner);
    as(second).restoreLatest();
    assertThat(database.query("SELECT 1 FROM pg_namespace WHERE nspname LIKE '%staging%'"))
        .isEmpty();
  }

  @Test
  void tablesThatAreGoneComeBackToTheOwnerOfTheirSchema() {
    List<String> before = database.catalogFingerprint("nessie");
    database.execute("DROP TABLE nessie.refs2, nessie.objs2");
    as("postgres").restoreLatest();
    assertThat(owners("nessie")).containsExactly(owner);
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
  }

  @Test
  void eachTableStaysWithItsOwnOwner() {
    database.execute("ALTER TABLE nessie.refs2 OWNER TO " + second);
    as("postgres").restoreLatest();
    assertThat(
            database.query(
                "SELECT relname || ' ' || pg_get_userbyid(relowner) FROM pg_class WHERE"
                    + " relnamespace = 'nessie'::regnamespace AND relkind = 'r' ORDER BY 1"))
        .containsExactly("objs2 " + owner, "refs2 " + second);
    assertThat(database.query(OWNERS_OF_SCHEMAS)).containsExactly(owner);
    // Who is a member of the one and is the other can go on with it.
    as(second).undo();
  }

  @Test
  void nobodyGainsOrLosesARightByDefaultPrivileges() {
    String privileges =
        "SELECT relname || ' ' || coalesce((SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM"
            + " aclexplode(coalesce(relacl, acldefault('r', relowner))) AS a), '') FROM pg_class"
            + " WHERE relnamespace = 'nessie'::regnamespace AND relkind = 'r' ORDER BY 1";
    database.execute(
        "GRANT SELECT ON nessie.refs2 TO " + second,
        "REVOKE TRUNCATE ON nessie.objs2 FROM " + owner);
    List<String> before = database.query(privileges);
    for (String maker : List.of(owner, first, "postgres")) {
      database.execute(
          "ALTER DEFAULT PRIVILEGES FOR ROLE " + maker + " GRANT SELECT ON TABLES TO PUBLIC",
          "ALTER DEFAULT PRIVILEGES FOR ROLE " + maker + " GRANT ALL ON SCHEMAS TO PUBLIC");
    }
    for (String runner : List.of(first, "postgres")) {
      as(runner).restoreLatest();
      assertThat(database.query(privileges)).as(runner).isEqualTo(before);
    }
    assertThat(
            database.query(
                "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'nessie_backup_%'"
                    + " AND has_schema_privilege('pg_monitor', oid, 'USAGE')"))
        .isEmpty();
    for (String maker : List.of(owner, first, "postgres")) {
      database.execute(
          "ALTER DEFAULT PRIVILEGES FOR ROLE " + maker + " REVOKE SELECT ON TABLES FROM PUBLIC",
          "ALTER DEFAULT PRIVILEGES FOR ROLE " + maker + " REVOKE ALL ON SCHEMAS FROM PUBLIC");
    }
  }

  @Test
  void plansNameWhatThisRoleLacks() {
    as(first).restoreLatest();
    String kept =
        database.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE '%kept%'").getFirst();
    // As an older version has left it.
    database.execute("ALTER SCHEMA " + kept + " OWNER TO " + first);
    String remedy = "ALTER SCHEMA " + kept + " OWNER TO " + owner;
    assertLacks(() -> undoAs(second).planUndo(ANY), remedy);
    assertLacks(() -> undoAs(second).planRelease(ANY), remedy);
    database.execute(remedy, "REVOKE CREATE ON DATABASE " + database.name() + " FROM " + owner);
    assertLacks(() -> undoAs(second).planUndo(ANY), "GRANT CREATE ON DATABASE");
    assertThat(undoAs(second).planRelease(ANY).kept()).hasSize(1);
  }

  @Test
  void aMemberWhoDoesNotInheritOrMayNotGiveIsToldSoBeforehand() {
    as(first).restoreLatest();
    String grant = "GRANT " + owner + " TO " + second;
    if (PostgresServer.available().last() < 16) {
      database.execute("ALTER ROLE " + second + " NOINHERIT");
      assertLacks(() -> as(second).plan(), "ALTER ROLE " + second + " INHERIT");
      return;
    }
    database.execute(grant + " WITH INHERIT FALSE");
    assertLacks(() -> as(second).plan(), grant + " WITH INHERIT TRUE");
    assertLacks(() -> undoAs(second).planRelease(ANY), grant + " WITH INHERIT TRUE");
    database.execute(grant + " WITH INHERIT TRUE, SET FALSE");
    assertLacks(() -> as(second).plan(), grant + " WITH SET TRUE");
    assertLacks(() -> undoAs(second).planUndo(ANY), grant + " WITH SET TRUE");
    undoAs(second).execute(undoAs(second).planRelease(ANY));
  }

  private static void assertLacks(ThrowingCallable plan, String remedy) {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(plan)
        .matches(e -> e.failure() == Failure.PERMISSION)
        .matches(e -> e.hint().orElse("").contains(remedy), remedy);
  }
}
