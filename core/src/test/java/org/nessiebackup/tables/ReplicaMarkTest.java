package org.nessiebackup.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.testing.TestDatabase;

class ReplicaMarkTest {
  private static final ReplicaMark MARK =
      new ReplicaMark(
          ReplicaMark.Role.SUPERSEDED,
          2,
          "standby",
          "7231",
          Instant.parse("2026-11-30T10:00:00.5Z"));

  private final TestDatabase database = TestDatabase.create();
  private Session session;

  @BeforeEach
  void open() {
    database.execute("CREATE SCHEMA \"My Nessie\"");
    session = database.database().open(new Cancellation());
  }

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  private List<String> comment() {
    return database.query("SELECT obj_description('\"My Nessie\"'::regnamespace)");
  }

  @Test
  void standsBesideWhatOthersHaveWritten() {
    database.execute("COMMENT ON SCHEMA \"My Nessie\" IS 'do [not] touch'");

    MARK.put(session, "My Nessie");
    MARK.put(session, "My Nessie");

    assertThat(ReplicaMark.of(session, "My Nessie")).contains(MARK);
    assertThat(comment())
        .containsExactly(
            "do [not] touch [nessie-backup role=superseded epoch=2 replica=standby system=7231"
                + " at=2026-11-30T10:00:00.500Z]");
    ReplicaMark.remove(session, "My Nessie");
    assertThat(comment()).containsExactly("do [not] touch");
  }

  @Test
  void schemaWithoutAMarkIsNothingSpecial() {
    assertThat(ReplicaMark.of(session, "My Nessie")).isEmpty();
    assertThat(ReplicaMark.of(session, "nowhere")).isEmpty();
    MARK.put(session, "My Nessie");
    ReplicaMark.remove(session, "My Nessie");
    assertThat(comment()).containsExactly((String) null);
  }

  @Test
  void markThatSomebodyHasEditedIsNone() {
    database.execute(
        "COMMENT ON SCHEMA \"My Nessie\" IS '[nessie-backup role=king epoch=2 at=tomorrow]'");

    assertThat(ReplicaMark.of(session, "My Nessie")).isEmpty();
  }

  @Test
  void supersededCatalogIsRefusedAndNoOtherOne() {
    CatalogLocation catalog =
        new CatalogLocation("My Nessie", new TableSet("JDBC2", List.of("refs2", "objs2")));
    ReplicaMark.refuseSuperseded(session, catalog);
    MARK.put(session, "My Nessie");

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> ReplicaMark.refuseSuperseded(session, catalog))
        .withMessageContaining("promoted at 2026-11-30T10:00:00.500Z")
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.TARGET_GUARDED));
  }
}
