package org.nessiebackup.vault.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.RunRecord;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.testing.SampleVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.access.VaultAccess;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.record.RunRecords.Entry;
import tools.jackson.databind.node.JsonNodeFactory;

class RunRecordsTest {
  private static final Instant TIME = SampleManifests.TIME;
  private static final Entry BEGUN =
      new Entry(
          "20261130T020000Z-full-1",
          "test",
          TIME,
          Optional.empty(),
          Optional.of(
              new RunRecord.Content(
                  "host",
                  List.of("backup", "--type", "full"),
                  List.of(
                      new RunRecord.Content.Origin(
                          Optional.of(new RunRecord.Content.Schedule("full", TIME, 1)),
                          Optional.empty())),
                  TIME,
                  Optional.of(JsonNodeFactory.instance.objectNode().put("backup_id", "x")),
                  Optional.empty(),
                  List.of("a secret table"))));

  private final MemoryStore store = new MemoryStore();
  private final Identity reader = EncryptedVault.identity();
  private final EncryptedVault keys = EncryptedVault.create(store, reader);

  private static Entry ended(Entry begun) {
    return new Entry(
        begun.id(),
        begun.tool(),
        begun.begun(),
        Optional.of(new RunRecord.End(TIME.plusSeconds(3), "done", Optional.of(0))),
        begun.content());
  }

  private static Entry named(String id) {
    return new Entry(id, "test", TIME, Optional.empty(), BEGUN.content());
  }

  private List<Entry> read(Vault vault) {
    return vault.runs().read(vault.runs().names());
  }

  @Test
  void hostThatWroteThemReadsThemAndSoDoRecipients() {
    keys.open().runs().add(BEGUN);
    keys.open().runs().add(ended(BEGUN));

    assertThat(read(keys.open())).containsExactly(BEGUN, ended(BEGUN));
    assertThat(read(Vault.open(store, VaultAccess.NONE.withIdentities(List.of(reader)))))
        .containsExactly(BEGUN, ended(BEGUN));
  }

  @Test
  void withoutAKeyItIsKnownWhatWasRunWhenAndNotWhatItWasAbout() throws IOException {
    keys.open().runs().add(ended(BEGUN));

    Entry seen = read(Vault.open(store)).getFirst();

    assertThat(seen.content()).isEmpty();
    assertThat(seen.end()).isEqualTo(ended(BEGUN).end());
    for (StoredObject object : store.list("runs/")) {
      assertThat(new String(SmallObjects.read(store, object.name()), StandardCharsets.UTF_8))
          .doesNotContain("secret", "--type");
    }
  }

  @Test
  void takenNameIsRefusedAndKeepsItsContent() {
    assertThat(keys.open().runs().add(BEGUN)).isTrue();
    assertThat(keys.open().runs().add(BEGUN)).isFalse();

    assertThat(read(keys.open())).containsExactly(BEGUN);
  }

  @Test
  void recordOfAStrangerIsPassedOver() throws IOException {
    MemoryStore elsewhere = new MemoryStore();
    EncryptedVault.create(elsewhere, reader).open().runs().add(BEGUN);
    keys.open().runs().add(ended(BEGUN));
    String begun = "runs/" + BEGUN.id() + "/begun.json";
    SmallObjects.put(store, begun, SmallObjects.read(elsewhere, begun));

    assertThat(read(keys.open())).containsExactly(ended(BEGUN));
  }

  @Test
  void whoMayNotSignWritesNothing() {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> Vault.open(store).runs().add(BEGUN))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.KEY_MISSING));
    assertThat(read(keys.open())).isEmpty();
  }

  @Test
  void pruneRemovesAllButTheNewestAndWhatPeopleWanted() {
    Vault vault = new SampleVault(new MemoryStore(), new TestContext()).vault();
    vault.runs().add(named("20260101T020000Z-full-1"));
    vault.runs().add(named("20260101T030000Z-7f3a"));
    for (int minute = 0; minute < 1_010; minute++) {
      vault
          .runs()
          .add(
              named(
                  "202602%02dT%02d%02d00Z-tip-1"
                      .formatted(1 + minute / 1_440, minute / 60 % 24, minute % 60)));
    }

    Instant now = Instant.ofEpochSecond(5_000);
    List<String> soon = vault.runs().obsolete(now).stream().map(StoredObject::name).toList();
    List<String> late =
        vault.runs().obsolete(now.plus(Duration.ofDays(401))).stream()
            .map(StoredObject::name)
            .toList();

    assertThat(soon).hasSize(10).allMatch(name -> name.startsWith("runs/20260201T000"));
    assertThat(late).hasSize(11).contains("runs/20260101T030000Z-7f3a/begun.json");
  }

  @Test
  void programsThatDoNotKnowTheLeaseOfSchedulesDoNotFindIt() throws IOException {
    keys.open().leases().acquire(Lease.Kind.SCHEDULE, List.of(), new TestContext().context());

    assertThat(store.list("locks/"))
        .singleElement()
        .satisfies(
            lease ->
                assertThat(lease.name())
                    .isEqualTo("locks/services.schedule/00000001.json")
                    .doesNotMatch("locks/[a-z0-9-]{1,100}/[0-9]{8}\\.json"));
  }
}
