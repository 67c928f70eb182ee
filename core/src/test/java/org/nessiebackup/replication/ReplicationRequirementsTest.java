package org.nessiebackup.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.TableSet;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replication.ReplicationObstacle.Kind;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.testing.TestDatabase;

class ReplicationRequirementsTest {
  private static final List<QualifiedName> TABLES =
      List.of(new QualifiedName("nessie", "refs2"), new QualifiedName("nessie", "objs2"));

  private final CatalogLocation catalog =
      new CatalogLocation("nessie", new TableSet("JDBC2", List.of("refs2", "objs2")));
  private final ReplicationRequirements requirements =
      new ReplicationRequirements("slot", "journal of 'nessie'", catalog);

  private TestDatabase database;
  private String role;

  @BeforeEach
  void create() {
    database = TestDatabase.create().withCatalog("nessie");
    role = "role_of_" + database.name();
    database.execute("CREATE ROLE " + role + " LOGIN");
  }

  @AfterEach
  void drop() {
    database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
    database.close();
  }

  private Session open() {
    return database.database(role).open(new Cancellation());
  }

  private List<ReplicationObstacle> unmet() {
    try (Session session = open()) {
      return requirements.unmet(session);
    }
  }

  private ReplicationObstacle only(Kind kind) {
    return unmet().stream().filter(each -> each.kind() == kind).findFirst().orElseThrow();
  }

  @Test
  void aReaderIsToldAllThatItLacksAndWhatGivesIt() {
    assertThat(unmet())
        .extracting(ReplicationObstacle::kind)
        .containsExactly(Kind.ROLE, Kind.UNBOUNDED_WAL, Kind.PUBLICATION_PRIVILEGE);
    ReplicationObstacle needed = only(Kind.ROLE);
    assertThat(needed.failure()).isEqualTo(Failure.PERMISSION);
    database.execute(statementIn(needed.hint(), "ALTER ROLE"));
    assertThat(unmet())
        .extracting(ReplicationObstacle::kind)
        .containsExactly(Kind.UNBOUNDED_WAL, Kind.PUBLICATION_PRIVILEGE);
    String hint = only(Kind.PUBLICATION_PRIVILEGE).hint();
    database.execute(statementIn(hint, "GRANT CREATE"), statementIn(hint, "GRANT postgres"));
    assertThat(unmet()).extracting(ReplicationObstacle::kind).containsExactly(Kind.UNBOUNDED_WAL);
    database.execute("REVOKE postgres FROM " + role);
  }

  @Test
  void anAdministratorsPublicationWillDo() {
    database.execute(
        "ALTER ROLE " + role + " REPLICATION",
        statementIn(only(Kind.PUBLICATION_PRIVILEGE).hint(), "CREATE PUBLICATION"));

    assertThat(unmet()).extracting(ReplicationObstacle::kind).containsExactly(Kind.UNBOUNDED_WAL);
    try (Session session = open()) {
      Publication publication = Publication.look(session, requirements.publication()).orElseThrow();
      assertThat(publication.ours()).isFalse();
      assertThat(publication.owner()).isEqualTo("postgres");
      assertThat(publication.tables())
          .extracting(Publication.Table::name)
          .containsExactlyInAnyOrderElementsOf(TABLES);
    }
  }

  private static String statementIn(String hint, String beginning) {
    int from = hint.indexOf(beginning);
    assertThat(from).isNotNegative();
    return hint.substring(from, hint.indexOf(';', from));
  }

  @Test
  void aPublicationOfOtherChangesIsRefused() {
    String name = "\"" + requirements.publication() + "\"";
    database.execute("CREATE TABLE other (id int PRIMARY KEY)");
    for (String other :
        List.of(
            "FOR TABLE nessie.refs2",
            "FOR TABLE nessie.refs2, nessie.objs2 WITH (publish = 'insert, update')",
            "FOR TABLE nessie.refs2, nessie.objs2, other",
            "FOR TABLE nessie.refs2 WHERE (repo = 'x'), nessie.objs2",
            "FOR TABLE nessie.refs2 (repo, ref_name), nessie.objs2",
            "FOR ALL TABLES")) {
      database.execute("CREATE PUBLICATION " + name + " " + other);
      assertThat(only(Kind.PUBLICATION).message()).as(other).contains("journal of 'nessie'");
      database.execute("DROP PUBLICATION " + name);
    }
  }

  @Test
  void aTableWhoseRowsCannotBeToldApartIsRefusedBeforeItIsPublished() {
    database.execute(
        "ALTER TABLE nessie.refs2 REPLICA IDENTITY NOTHING",
        "ALTER TABLE nessie.objs2 DROP CONSTRAINT " + keyOf("objs2"));

    assertThat(unmet())
        .filteredOn(each -> each.kind() == Kind.REPLICA_IDENTITY)
        .extracting(ReplicationObstacle::message)
        .satisfiesExactly(
            objs2 -> assertThat(objs2).contains("nessie.objs2"),
            refs2 -> assertThat(refs2).contains("nessie.refs2"));
    database.execute("ALTER TABLE nessie.refs2 REPLICA IDENTITY FULL");
    assertThat(unmet()).filteredOn(each -> each.kind() == Kind.REPLICA_IDENTITY).hasSize(1);
    database.execute(
        "ALTER TABLE nessie.refs2 REPLICA IDENTITY USING INDEX " + keyOf("refs2"),
        "ALTER TABLE nessie.objs2 ADD PRIMARY KEY (repo, obj_id)");
    assertThat(unmet()).filteredOn(each -> each.kind() == Kind.REPLICA_IDENTITY).isEmpty();
  }

  private String keyOf(String table) {
    return database
        .query(
            "SELECT conname FROM pg_constraint WHERE contype = 'p'"
                + " AND conrelid = 'nessie."
                + table
                + "'::regclass")
        .getFirst();
  }

  @Test
  void unloggedTablesAndRowSecurityAreSeen() {
    database.execute(
        "ALTER TABLE nessie.refs2 SET UNLOGGED",
        "ALTER TABLE nessie.objs2 ENABLE ROW LEVEL SECURITY");

    assertThat(only(Kind.UNLOGGED).message()).contains("nessie.refs2");
    assertThat(only(Kind.ROW_SECURITY).message()).contains("nessie.objs2");
  }

  @Test
  void risksNeedConsentAndNotesDoNot() {
    database.execute("ALTER TABLE nessie.objs2 ENABLE ROW LEVEL SECURITY");
    try (Session session = database.database().open(new Cancellation())) {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> requirements.refuse(session, false))
          .withMessageContaining("max_slot_wal_keep_size")
          .matches(e -> e.failure() == Failure.TARGET_GUARDED);
      requirements.refuse(session, true);
    }
  }

  @Test
  void whatOthersHavePublishedIsLeftAlone() {
    try (Session session = database.database().open(new Cancellation())) {
      Publication.create(session, Publication.Purpose.JOURNAL, "ours", TABLES);
      assertThat(Publication.look(session, "ours").orElseThrow().purpose())
          .contains(Publication.Purpose.JOURNAL);
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(
              () -> Publication.create(session, Publication.Purpose.JOURNAL, "ours", TABLES))
          .matches(e -> e.failure() == Failure.DATABASE);
      assertThat(Publication.drop(session, "ours")).isTrue();
      assertThat(Publication.drop(session, "ours")).isFalse();

      database.execute("CREATE PUBLICATION theirs FOR TABLE nessie.refs2");
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> Publication.drop(session, "theirs"))
          .matches(e -> e.failure() == Failure.TARGET_GUARDED);
      assertThat(Publication.look(session, "theirs")).isPresent();
    }
  }

  @Test
  void version13IsTooOld() {
    try (TestDatabase old = TestDatabase.create(13).withCatalog("nessie");
        Session session = old.database().open(new Cancellation())) {
      assertThat(requirements.unmet(session))
          .extracting(ReplicationObstacle::kind)
          .containsExactly(Kind.VERSION, Kind.UNBOUNDED_WAL);
    }
  }

  /** A server of which nothing is right. */
  private static List<ReplicationObstacle> worst(ServerReadiness.Operator operator) {
    return new ServerReadiness(
            new ServerReadiness.Version(150004, "15.4"),
            true,
            "replica",
            new ServerReadiness.Use(10, 10),
            new ServerReadiness.Use(10, 10),
            new ServerReadiness.Role("r", false, operator),
            new ServerReadiness.Limits("-1", Optional.of("1h")))
        .obstacles("\"r\"");
  }

  @ParameterizedTest
  @EnumSource
  void everyOperatorHasItsOwnWay(ServerReadiness.Operator operator) {
    List<ReplicationObstacle> all = worst(operator);

    assertThat(all)
        .extracting(ReplicationObstacle::kind)
        .containsExactly(
            Kind.STANDBY,
            Kind.WAL_LEVEL,
            Kind.ROLE,
            Kind.SLOTS,
            Kind.SENDERS,
            Kind.UNBOUNDED_WAL,
            Kind.IDLE_TIMEOUT);
    assertThat(all).extracting(ReplicationObstacle::hint).doesNotContainNull().doesNotContain("");
    String words =
        switch (operator) {
          case OWN -> "ALTER SYSTEM SET wal_level";
          case RDS -> "rds.logical_replication";
          case CLOUD_SQL -> "cloudsql.logical_decoding";
          case AZURE -> "server parameter wal_level";
        };
    assertThat(all.get(1).hint()).contains(words);
    assertThat(all.get(2).hint()).contains("\"r\"");
    assertThat(all.get(3).hint()).contains("max_replication_slots = 12");
  }
}
