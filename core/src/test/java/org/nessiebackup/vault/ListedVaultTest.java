package org.nessiebackup.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupId;
import org.nessiebackup.Progress;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.manifest.VerificationRecord.Depth;
import org.nessiebackup.retention.PruneOptions;
import org.nessiebackup.retention.VaultPrune;
import org.nessiebackup.status.StatusOptions;
import org.nessiebackup.status.StatusReport;
import org.nessiebackup.status.VaultStatus;
import org.nessiebackup.store.LoggedStore;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.SampleVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.object.Memory;

/** Looking again and again costs listings and what is new. */
class ListedVaultTest {
  private static final StatusOptions NO_LIMITS =
      new StatusOptions(Optional.empty(), Optional.empty(), Optional.empty());

  private final MemoryStore store = new MemoryStore();
  private final TestContext work = new TestContext();
  private final SampleVault sample = new SampleVault(store, work);
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final Vault logged = Vault.open(new LoggedStore(store, new Calls()));
  private final Memory memory = new Memory(1_000);

  /** Hears of each call of the store. */
  private final class Calls implements Progress {
    @Override
    public void step(String name, long totalBytes) {}

    @Override
    public void advanced(long rows, long bytes) {}

    @Override
    public void warning(String message) {}

    @Override
    public void detail(Detail level, Supplier<String> message) {
      calls.add(message.get().replaceFirst(",? ?(\\d+ (objects|folders)|in |\\().*", ""));
    }
  }

  private StatusReport look() {
    calls.clear();
    Vault seen = logged.listed(memory);
    new VaultPrune(seen, work.context()).plan(PruneOptions.DEFAULT);
    return new VaultStatus(seen, work.context()).run(NO_LIMITS);
  }

  private void history() {
    Manifest full = sample.full("20261101T020000Z-0001");
    sample.incremental("20261101T030000Z-0001", full);
    sample.vault().verifications().note(full.id(), Depth.FULL, 0, work.context());
    sample
        .vault()
        .pins()
        .add(new Pin(full.id(), Instant.parse("2026-11-01T04:00:00Z"), Optional.empty(), "test"));
  }

  @Test
  void secondLookListsEachFolderOnceAndReadsNothing() {
    history();
    StatusReport first = look();

    StatusReport second = look();

    assertThat(calls)
        .containsExactly(
            "listed \"\"",
            "listed \"vault.json\"",
            "listed \"backups/\"",
            "listed \"checks/\"",
            "listed \"pins/\"");
    assertThat(second.counts()).isEqualTo(first.counts());
    assertThat(second.newest().backup()).isEqualTo(first.newest().backup());
  }

  @Test
  void onlyWhatIsNewIsRead() {
    history();
    look();
    sample.full("20261102T020000Z-0001");

    assertThat(look().counts().backups()).isEqualTo(3);
    assertThat(calls).hasSizeBetween(6, 7);
    assertThat(calls.subList(5, calls.size()))
        .allMatch(call -> call.contains("backups/20261102T020000Z-0001/manifest.json"));
  }

  @Test
  void whatIsGoneIsForgottenAndWhatIsReplacedIsReadAgain() {
    history();
    look();
    BackupId pinned = new BackupId("20261101T020000Z-0001");
    sample.vault().pins().remove(pinned);
    assertThat(look().counts().pinned()).isZero();

    sample
        .vault()
        .pins()
        .add(new Pin(pinned, Instant.EPOCH, Optional.of("another reason"), "test"));

    assertThat(logged.listed(memory).pins().all().get(pinned).flatMap(Pin::reason))
        .contains("another reason");
  }

  @Test
  void seesOneMomentAndWritesNothing() {
    history();
    Vault before = logged.listed(memory);
    sample.full("20261102T020000Z-0001");

    assertThat(before.backups().list()).hasSize(2);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> before.probe("x"));
  }

  @Test
  void shapesThatManyBackupsHaveAreHeldOnce() {
    history();
    assertThat(shapes(logged)).hasSize(2);
    assertThat(shapes(logged.listed(memory))).hasSize(1);
    sample.full("20261102T020000Z-0001");

    assertThat(shapes(logged.listed(memory))).hasSize(1);
  }

  /** The instances of the shape of the objects' table. */
  private static Set<TableShape> shapes(Vault vault) {
    Set<TableShape> instances = Collections.newSetFromMap(new IdentityHashMap<>());
    BackupEntry.readable(vault.backups().list())
        .forEach(each -> instances.add(each.manifest().table("objs2").orElseThrow().shape()));
    return instances;
  }

  @Test
  void memoryIsBounded() {
    history();
    Memory small = new Memory(1);
    logged.listed(small).backups().list();
    calls.clear();

    logged.listed(small).backups().list();

    assertThat(calls).anyMatch(call -> call.startsWith("read "));
  }
}
