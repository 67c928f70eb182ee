package org.nessiebackup.service.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.VerificationRecord.Depth;
import org.nessiebackup.service.event.EventLog;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.HandRunner;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunRequest;
import org.nessiebackup.service.run.RunState;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.SampleVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.Vault;

class FleetTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Origin ALICE = new Origin.Person("alice", "127.0.0.1");

  @TempDir Path folder;
  private final TestContext work = new TestContext();
  private final HandRunner runner = new HandRunner();
  private final EventLog events = new EventLog(Clock.systemUTC());
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean unreachable;
  private FolderStore store;
  private SampleVault sample;

  @BeforeEach
  void makeVault() {
    store = new FolderStore(folder.resolve("vault"));
    sample = new SampleVault(store, work);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  /** A service without schedules and server. */
  private record Scene(Fleet fleet, Runs runs) {}

  private Scene scene(ServedCatalog... catalogs) {
    Fleet fleet = new Fleet(List.of(catalogs), events, work.context());
    Runs runs = new Runs(runner, fleet.archive(), events, Clock.systemUTC(), 4);
    fleet.start(runs);
    opened.add(fleet);
    opened.add(runs);
    opened.add(() -> runs.list().forEach(run -> runs.cancel(run.catalog(), run.id(), ALICE)));
    return new Scene(fleet, runs);
  }

  private ServedCatalog sales() {
    return new TestCatalog(
        "sales",
        () -> {
          asked.incrementAndGet();
          if (unreachable) {
            throw Failure.STORE.exception(
                "no route to the vault by hunter2", "Look at the network.");
          }
          return Vault.open(store);
        });
  }

  private CatalogState look(Scene scene) throws InterruptedException {
    assertThat(scene.fleet().refreshed("sales", PATIENCE)).isTrue();
    return scene.fleet().state("sales").orElseThrow();
  }

  @Test
  void knowsPointsWithAllThatIsKnownOfThem() throws InterruptedException {
    Manifest full = sample.full("20261101T020000Z-0001");
    sample.incremental("20261101T030000Z-0001", full);
    sample.vault().verifications().note(full.id(), Depth.FULL, 2, work.context());
    VaultKnowledge vault = look(scene(sales())).vault().orElseThrow();

    assertThat(vault.points()).hasSize(2);
    assertThat(vault.points().getFirst().proof().damaged()).isTrue();
    assertThat(vault.points().getFirst().sound()).isFalse();
    assertThat(vault.points().getLast().stays()).contains("newest");
    assertThat(vault.points().getLast().storedBytes()).isPositive();
    assertThat(vault.status().counts().backups()).isEqualTo(2);
  }

  @Test
  void tipOfAMomentYetToComeMakesNobodySafe() throws InterruptedException {
    Instant now = Instant.now();
    Instant later = now.plus(Duration.ofHours(2));
    Manifest full = sample.full("20261101T020000Z-0001");
    sample.tip(full.id(), later);
    CatalogState state = look(scene(sales()));

    assertThat(state.vault().orElseThrow().status().newest().tip().orElseThrow().at())
        .isEqualTo(later);
    assertThat(Verdict.of(state, List.of(), now).safeAsOf().filter(now::isBefore)).isEmpty();
  }

  @Test
  void newPointIsTold() throws InterruptedException {
    sample.full("20261101T020000Z-0001");
    Scene scene = scene(sales());
    look(scene);
    sample.full("20261102T020000Z-0001");
    look(scene);

    assertThat(events.after(0, Duration.ZERO))
        .filteredOn(event -> event.type().equals(Fleet.POINT_EVENT))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.data().path("backup_id").asString())
                    .isEqualTo("20261102T020000Z-0001"));
  }

  @Test
  void vaultThatCannotBeReachedIsSaidToBeSoAndDelaysNobody() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    ServedCatalog dead =
        new TestCatalog(
            "dead",
            () -> {
              await(never);
              throw Failure.STORE.exception("dead");
            });
    sample.full("20261101T020000Z-0001");
    Scene scene = scene(dead, sales());
    Instant before = Instant.now();
    look(scene);
    unreachable = true;

    scene.fleet().refresh("sales");
    for (long seen = 0; scene.fleet().state("sales").orElseThrow().trouble().isEmpty(); ) {
      seen =
          events.after(seen, Duration.ofMillis(50)).stream()
              .mapToLong(e -> e.id())
              .max()
              .orElse(seen);
    }
    CatalogState state = scene.fleet().state("sales").orElseThrow();

    assertThat(state.trouble().orElseThrow().since()).isAfterOrEqualTo(before);
    assertThat(state.trouble().orElseThrow().message()).isEqualTo("no route to the vault by ***");
    assertThat(state.vault()).isPresent();
    assertThat(Verdict.of(state, List.of(), Instant.now().plusSeconds(3_600)))
        .satisfies(
            verdict -> {
              assertThat(verdict.level()).isEqualTo(Verdict.Level.UNKNOWN);
              assertThat(verdict.sentence()).contains("cannot be read since", "no route");
            });
    unreachable = false;
    assertThat(look(scene).trouble()).isEmpty();
    assertThat(scene.fleet().state("dead").orElseThrow().vault()).isEmpty();
    never.countDown();
  }

  @Test
  void logSaysOnceThatAVaultCannotBeReadAndOnceThatItCanAgain() throws InterruptedException {
    sample.full("20261101T020000Z-0001");
    Scene scene = scene(sales());
    look(scene);
    assertThat(work.warnings()).isEmpty();

    unreachable = true;
    for (int i = 0; i < 3; i++) {
      int before = asked.get();
      scene.fleet().refresh("sales");
      while (asked.get() == before) {
        LockSupport.parkNanos(1_000_000);
      }
    }
    unreachable = false;
    look(scene);
    assertThat(work.warnings())
        .satisfiesExactly(
            lost ->
                assertThat(lost)
                    .isEqualTo(
                        "catalog \"sales\": its vault cannot be read: no route to the vault by"
                            + " ***"),
            again ->
                assertThat(again)
                    .matches(
                        "catalog \"sales\": its vault can be read again, after [0-9]+ seconds"));
  }

  @Test
  void errorIsSaidAndTheVaultIsLookedAtAgain() throws InterruptedException {
    AtomicReference<Error> error = new AtomicReference<>(new StackOverflowError("for a test"));
    Scene scene =
        scene(
            new TestCatalog(
                "sales",
                () -> {
                  if (error.get() != null) {
                    throw error.get();
                  }
                  return Vault.open(store);
                }));
    while (scene.fleet().state("sales").orElseThrow().trouble().isEmpty()) {
      LockSupport.parkNanos(1_000_000);
    }

    assertThat(scene.fleet().state("sales").orElseThrow().trouble().orElseThrow())
        .satisfies(
            trouble -> {
              assertThat(trouble.failure()).isEqualTo(Failure.INTERNAL);
              assertThat(trouble.message()).contains("a defect", "for a test");
            });
    error.set(null);
    assertThat(look(scene).trouble()).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void runsOutliveTheServiceAndOneThatWasKilledIsLost() throws InterruptedException {
    Scene scene = scene(sales());
    Run done = scene.runs().start(request(Command.of("backup", "--catalog", "sales")));
    runner.next().succeed();
    Run killed = scene.runs().start(request(Command.of("verify", "latest")));
    runner.next();
    look(scene);

    Scene next = scene(sales());
    look(next);
    List<Run> known = next.runs().list("sales");

    assertThat(known).extracting(Run::id).containsExactlyInAnyOrder(done.id(), killed.id());
    Run before = known.stream().filter(run -> run.id().equals(done.id())).findFirst().orElseThrow();
    assertThat(before.state()).isEqualTo(RunState.DONE);
    assertThat(before.origin()).isEqualTo(ALICE);
    assertThat(before.command().words()).containsExactly("backup", "--catalog", "sales");
    assertThat(before.result().orElseThrow().summary()).isPresent();
    assertThat(known)
        .filteredOn(run -> run.id().equals(killed.id()))
        .extracting(Run::state)
        .containsExactly(RunState.LOST);
  }

  private static RunRequest request(Command command) {
    return RunRequest.of("sales", command, ALICE);
  }

  @Test
  void endOfARunIsWrittenDownWhenTheVaultIsBack() throws InterruptedException {
    Scene scene = scene(sales());
    Run run = scene.runs().start(request(Command.of("backup")));
    HandRunner.Work begun = runner.next();
    unreachable = true;
    begun.fail(Failure.STORE, "no route to the vault");
    while (!scene.runs().find("sales", run.id()).orElseThrow().state().isOver()) {
      LockSupport.parkNanos(1_000_000);
    }
    unreachable = false;
    look(scene);

    assertThat(sample.vault().runs().names())
        .contains("runs/" + run.id() + "/begun.json", "runs/" + run.id() + "/ended.json");
  }

  @Test
  void databaseIsKnownFromWhatRunsSay() throws InterruptedException {
    Scene scene = scene(sales());
    scene.runs().start(request(Command.of("backup")));
    runner.next().fail(Failure.CONNECTION, "no server at db:5432");
    for (long seen = 0;
        scene.fleet().state("sales").orElseThrow().database().trouble().isEmpty(); ) {
      seen =
          events.after(seen, Duration.ofMillis(50)).stream()
              .mapToLong(e -> e.id())
              .max()
              .orElse(seen);
    }

    assertThat(scene.fleet().state("sales").orElseThrow().database().trouble().orElseThrow())
        .extracting(Trouble::failure, Trouble::message)
        .containsExactly(Failure.CONNECTION, "no server at db:5432");
  }

  @Test
  void commandLineNamesItsCatalog() {
    Scene scene = scene(sales());

    assertThat(scene.fleet().command("sales", List.of("backup")).line())
        .isEqualTo("backup --catalog sales");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> scene.fleet().command("other", List.of("backup")))
        .satisfies(e -> assertThat(e.hint()).isEqualTo(Optional.of("There are: sales.")));
  }
}
