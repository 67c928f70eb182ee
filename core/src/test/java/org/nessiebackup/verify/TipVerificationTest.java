package org.nessiebackup.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.testing.TipsBySql;
import org.nessiebackup.vault.rows.RowTap;
import org.nessiebackup.verify.VerifyReport.Finding;
import org.nessiebackup.verify.VerifyReport.Kind;
import org.nessiebackup.verify.VerifyReport.TipResult;

/** A backup, three tips, and what is made of them. */
class TipVerificationTest {
  private static final int TIPS = 3;

  private final TestContext work = new TestContext();
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private final MemoryStore store = new MemoryStore();
  private final Operations operations = new Operations(store, database.database(), work);
  private Manifest base;

  @BeforeEach
  void makeTips() {
    base = operations.backup();
    TipsBySql writer = new TipsBySql(database, operations.vault(), base.id());
    for (int number = 1; number <= TIPS; number++) {
      database.execute(
          "INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_value) SELECT '', sha256((%d * 1000 + n)::text::bytea), 'v', '\\x01' FROM generate_series(1, 20) n"
              .formatted(number));
      writer.next();
    }
  }

  @AfterEach
  void drop() {
    database.close();
  }

  private VerifyReport verify(MemoryStore from, boolean quick) {
    return new BackupVerification(
            new Operations(from, database.database(), work).vault(), work.context(), RowTap.NONE)
        .run(new VerifyOptions(Optional.of(base.id().value()), quick, 2));
  }

  private static String name(Manifest base, int number) {
    return "tips/%s/%012d.json".formatted(base.id(), number);
  }

  @Test
  void tipsAreReadAndComparedWithTheNextBackup() {
    assertThat(verify(store, false).tips())
        .containsExactly(new TipResult(base.id(), TIPS, 0, List.of()));
    Manifest next = operations.backup();
    assertThat(next.type()).isEqualTo(BackupType.INCREMENTAL);

    VerifyReport report = verify(store, false);
    assertThat(report.sound()).isTrue();
    assertThat(report.tips().getFirst().compared()).isEqualTo(20L * TIPS);
    assertThat(verify(store, true).tips().getFirst().usable()).isEqualTo(TIPS);
  }

  @Test
  void objectsThatTheNextBackupHasOtherwiseAreFound() {
    database.execute(
        "UPDATE nessie.objs2 SET obj_value = '\\x02' WHERE obj_id = sha256('1001'::text::bytea)");
    operations.backup();
    VerifyReport report = verify(store, false);

    assertThat(report.sound()).isFalse();
    assertThat(report.backups()).allMatch(VerifyReport.BackupResult::sound);
    assertThat(report.tips().getFirst().findings())
        .extracting(Finding::kind)
        .containsExactly(Kind.TIP_UNREADABLE);
  }

  @Test
  void aMissingTipIsFoundAndIsNoDamageOfTheBackup() throws IOException {
    store.delete(name(base, 2));
    VerifyReport report = verify(store, true);

    assertThat(report.sound()).isFalse();
    assertThat(report.backups()).allMatch(VerifyReport.BackupResult::sound);
    TipResult tips = report.tips().getFirst();
    assertThat(tips.usable()).isEqualTo(1);
    assertThat(tips.findings()).extracting(Finding::kind).containsExactly(Kind.TIP_DAMAGED);
  }

  @Test
  void everyChangedByteIsFoundByTheQuickCheck() throws IOException {
    Random random = new Random(1);
    byte[] document = store.bytes(name(base, 2));
    for (int i = 0; i < 60; i++) {
      MemoryStore damaged = store.copy();
      byte[] bytes = document.clone();
      int at = i == 0 ? bytes.length - 1 : random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      damaged.overwrite(name(base, 2), bytes);
      assertThat(verify(damaged, true).tips().getFirst().findings()).as("byte %d", at).hasSize(1);
    }
  }
}
