package org.nessiebackup.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.comparison.TableDifferences;
import org.nessiebackup.comparison.TableDifferences.Difference;
import org.nessiebackup.comparison.TableDifferences.Kind;
import org.nessiebackup.testing.TwoServers;

class ReplicaProofTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Beyond what fits into a page, and random, so that it is stored apart. */
  private static final String LARGE =
      "(SELECT decode(string_agg(md5(i::text), ''), 'hex') FROM generate_series(1, 2000) AS i)";

  private FollowingScene scene;

  private void begin(int primary, int replica) {
    scene = FollowingScene.following(primary, replica);
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private List<Difference> differences(String table) {
    return scene.replica().prove(PATIENCE).tables().stream()
        .filter(each -> each.name().equals(table))
        .findFirst()
        .orElseThrow()
        .differences();
  }

  private static String key(String repo, String hex) {
    return "repo \"%s\", obj_id \\x%s".formatted(repo, hex);
  }

  @Test
  void replicaOfAPrimaryOnWhichNobodyWritesIsProven() {
    begin(15, 18);

    ReplicaProofReport report = scene.replica().prove(PATIENCE);

    assertThat(report.proven()).isTrue();
    assertThat(report.equal()).contains(report.span().from());
    assertThat(report.span().transactions()).isZero();
    assertThat(report.tables())
        .extracting(TableDifferences::name)
        .containsExactly("refs2", "objs2");
    assertThat(report.tables())
        .allSatisfy(table -> assertThat(table.differences()).isEmpty())
        .extracting(table -> Long.toString(table.rows()))
        .containsExactly(
            scene.servers().primary().query("SELECT count(*) FROM nessie.refs2").getFirst(),
            scene.servers().primary().query("SELECT count(*) FROM nessie.objs2").getFirst());
    assertThat(
            scene
                .servers()
                .primary()
                .query("SELECT slot_name FROM pg_replication_slots WHERE temporary"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"13, 18", "18, 15"})
  void replicaIsProvenWhileOthersWrite(int primary, int replica) {
    assertProven(primary, replica);
  }

  @Tag("thorough")
  @ParameterizedTest
  @CsvSource({"15, 18", "18, 13"})
  void replicaOfOtherVersionsIsProvenWhileOthersWrite(int primary, int replica) {
    assertProven(primary, replica);
  }

  private void assertProven(int primary, int replica) {
    begin(primary, replica);
    try (Writers writers = new Writers(scene.servers().primary(), 7)) {
      TwoServers.await(() -> writers.committed() > 100);
      for (int i = 0; i < 5; i++) {
        ReplicaProofReport report = scene.replica().prove(PATIENCE);

        assertThat(report.tables()).allSatisfy(table -> assertThat(table.differences()).isEmpty());
        assertThat(report.proven()).isTrue();
        assertThat(report.span().transactions()).isPositive();
        assertThat(report.tables().getLast().touched()).isPositive();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"15, 18", "13, 18"})
  void everyRowIsNamedThatIsNotTheSame(int primary, int replica) {
    begin(primary, replica);
    scene
        .servers()
        .primary()
        .execute(
            "INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_vers, obj_value, obj_ref) SELECT"
                + " 'rows', decode(lpad(to_hex(i), 4, '0'), 'hex'), 'custom', '1', "
                + LARGE
                + ", 7 FROM generate_series(1, 300) AS i");
    scene.servers().awaitCaughtUp();
    scene
        .servers()
        .replica()
        .execute(
            "UPDATE nessie.objs2 SET obj_value = set_byte(obj_value, 20000, get_byte(obj_value,"
                + " 20000) # 1) WHERE repo = 'rows' AND obj_id = '\\x0007'",
            "DELETE FROM nessie.objs2 WHERE repo = 'rows' AND obj_id = '\\x0012'",
            "INSERT INTO nessie.objs2 SELECT 'rows', '\\xff', obj_type, obj_vers, obj_value,"
                + " obj_ref FROM nessie.objs2 WHERE repo = 'rows' AND obj_id = '\\x0001'",
            "UPDATE nessie.refs2 SET created_at = NULL WHERE ref_name LIKE '%main'");
    try (Writers writers = new Writers(scene.servers().primary(), 8)) {
      TwoServers.await(() -> writers.committed() > 100);

      assertThat(differences("objs2"))
          .containsExactly(
              new Difference(Kind.CHANGED, key("rows", "0007"), List.of("obj_value")),
              new Difference(Kind.MISSING, key("rows", "0012"), List.of()),
              new Difference(Kind.EXTRA, key("rows", "ff"), List.of()));
      assertThat(differences("refs2"))
          .isNotEmpty()
          .allSatisfy(
              difference -> {
                assertThat(difference.kind()).isEqualTo(Kind.CHANGED);
                assertThat(difference.columns()).containsExactly("created_at");
              });
      assertThat(scene.replica().prove(PATIENCE).proven()).isFalse();
    }
  }

  @Test
  void rowIsNamedThatWasAppliedAsAnotherOneWhileOthersWrite() {
    begin(15, 18);
    scene
        .servers()
        .replica()
        .execute(
            "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN NEW.obj_vers = 'spoilt'; RETURN NEW; END $$",
            "CREATE TRIGGER spoil BEFORE INSERT OR UPDATE ON nessie.objs2 FOR EACH ROW EXECUTE"
                + " FUNCTION spoil()",
            "ALTER TABLE nessie.objs2 ENABLE ALWAYS TRIGGER spoil");
    try (Writers writers = new Writers(scene.servers().primary(), 9)) {
      TwoServers.await(() -> writers.committed() > 100);

      ReplicaProofReport report = scene.replica().prove(PATIENCE);

      assertThat(report.proven()).isFalse();
      assertThat(report.tables().getFirst().differences()).isEmpty();
      assertThat(report.tables().getLast().differences())
          .isNotEmpty()
          .allSatisfy(difference -> assertThat(difference.key()).startsWith("repo \"load "))
          .extracting(Difference::kind)
          .isSubsetOf(Kind.CHANGED, Kind.NEVER_SO);
    }
  }

  @Test
  void replicaThatDoesNotComeUpCannotBeProven() {
    begin(15, 18);
    scene.servers().replica().execute("ALTER SUBSCRIPTION %s DISABLE".formatted(TwoServers.NAMED));

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> scene.replica().prove(Duration.ZERO))
        .matches(e -> e.failure() == Failure.STALE);
  }

  @Test
  void replicaOfTablesThatWereExchangedIsNotCompared() {
    begin(15, 18);
    scene
        .servers()
        .primary()
        .execute(
            "ALTER TABLE nessie.objs2 RENAME TO objs2_before",
            "CREATE TABLE nessie.objs2 (LIKE nessie.objs2_before INCLUDING ALL)");

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> scene.replica().prove(PATIENCE))
        .matches(e -> e.failure() == Failure.FINDINGS)
        .withMessageContaining("exchanged");
  }
}
