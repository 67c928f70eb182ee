package org.nessiebackup.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.JournalProofRecord;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.testing.JournalBySql;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.record.JournalProofs;
import org.nessiebackup.vault.rows.RowTap;
import org.nessiebackup.verify.JournalReport.Outcome;
import org.nessiebackup.verify.JournalReport.Pair;

/** What is proven once is written down, and proven again only if somebody wants it. */
class JournalProofTest {
  private final TestContext work = new TestContext();
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private final MemoryStore store = new MemoryStore();
  private final Operations operations = new Operations(store, database.database(), work);
  private JournalBySql journal;
  private Manifest first;

  @BeforeEach
  void begin() {
    Manifest described = operations.backup();
    journal = new JournalBySql(database, operations.vault(), described);
    first = operations.backup();
  }

  @AfterEach
  void drop() {
    journal.close();
    database.close();
  }

  private void commit(int number) {
    database.execute(
        "INSERT INTO nessie.refs2 (repo, ref_name, pointer, deleted) VALUES ('', 'b%d', sha256('b'), false)"
            .formatted(number));
  }

  /** A transaction, and a backup that the journal reaches. */
  private Manifest next(int number) {
    commit(number);
    Manifest backup = operations.backup();
    journal.next();
    return backup;
  }

  private JournalReport proof(boolean again) {
    BackupVerification verification =
        new BackupVerification(operations.vault(), work.context(), RowTap.NONE);
    JournalReport report = verification.journal(again, 2, verification::recordStage);
    verification.record(report);
    return report;
  }

  private static List<Outcome> outcomes(JournalReport report) {
    return report.pairs().stream().map(Pair::outcome).toList();
  }

  private JournalProofs.History history() {
    return operations.vault().proofs().history();
  }

  @Test
  void proofGoesOnBehindWhatIsProven() {
    Manifest second = next(1);
    assertThat(outcomes(proof(false))).containsExactly(Outcome.PROVEN);
    Manifest third = next(2);

    JournalReport report = proof(false);

    assertThat(outcomes(report)).containsExactly(Outcome.KNOWN, Outcome.PROVEN);
    assertThat(report.proven()).isEqualTo(2);
    assertThat(report.known()).isEqualTo(1);
    assertThat(history().newestPassed().orElseThrow().stretches())
        .containsExactly(
            new JournalProofRecord.Stretch(List.of(first.id(), second.id(), third.id())));
    assertThat(outcomes(proof(false))).containsExactly(Outcome.KNOWN, Outcome.KNOWN);
    assertThat(outcomes(proof(true))).containsExactly(Outcome.PROVEN, Outcome.PROVEN);
    assertThat(history().newest().orElseThrow().stretches()).hasSize(1);
  }

  @Test
  void whoIsStoppedGoesOnWhereHeWas() {
    next(1);
    next(2);
    TestContext stopped = new TestContext();
    BackupVerification recording =
        new BackupVerification(operations.vault(), stopped.context(), RowTap.NONE);

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () ->
                new JournalProof(
                        operations.vault(), stopped.context(), JournalProofs.Proven.NOTHING, 1, 2)
                    .run(
                        stage -> {
                          recording.recordStage(stage);
                          stopped.cancellation().request();
                        }))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.INTERRUPTED));

    assertThat(history().newest()).as("nobody knows whether the rest is sound").isEmpty();
    assertThat(history().newestPassed()).isEmpty();
    assertThat(outcomes(proof(false))).containsExactly(Outcome.KNOWN, Outcome.PROVEN);
    assertThat(history().newestPassed()).isPresent();
  }

  @Test
  void withoutItsRecordsAllIsProvenAgain() throws IOException {
    next(1);
    proof(false);
    for (StoredObject record : store.list(Layout.PROOFS)) {
      store.delete(record.name());
    }

    assertThat(outcomes(proof(false))).containsExactly(Outcome.PROVEN);
  }

  @Test
  void whatIsDifferentIsFoundByEachProofAndWrittenDown() {
    next(1);
    journal.forget(() -> commit(2));
    Manifest wrong = next(3);
    Manifest right = next(4);

    for (int time = 0; time < 2; time++) {
      JournalReport report = proof(false);

      assertThat(report.sound()).isFalse();
      assertThat(report.examined()).extracting(Pair::outcome).contains(Outcome.DIFFERENT);
      JournalProofRecord record = history().newest().orElseThrow();
      assertThat(record.passed()).isFalse();
      assertThat(record.unproven())
          .singleElement()
          .satisfies(
              each -> {
                assertThat(each.to()).isEqualTo(wrong.id());
                assertThat(each.outcome()).isEqualTo("different");
                assertThat(each.message().orElseThrow()).contains("refs2");
              });
      assertThat(record.provenTo()).contains(right.id());
    }
    assertThat(history().newestPassed()).isEmpty();
  }

  @Test
  void newestBackupBehindTheEndIsWrittenDownAsNotProven() {
    next(1);
    commit(2);
    journal.stop();
    commit(3);
    Manifest behind = operations.backup();

    JournalReport report = proof(false);

    assertThat(report.sound()).isTrue();
    assertThat(report.outside().orElseThrow().backup()).isEqualTo(behind.id());
    assertThat(history().newest().orElseThrow().unproven())
        .last()
        .satisfies(each -> assertThat(each.to()).isEqualTo(behind.id()));
  }
}
