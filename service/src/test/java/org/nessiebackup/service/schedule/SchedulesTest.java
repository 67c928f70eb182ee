package org.nessiebackup.service.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupId;
import org.nessiebackup.CronSchedule;
import org.nessiebackup.Failure;
import org.nessiebackup.service.event.EventLog;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.service.fleet.TestCatalog;
import org.nessiebackup.service.fleet.Verdict;
import org.nessiebackup.service.run.HandRunner;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunState;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.HandClock;
import org.nessiebackup.testing.SampleVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.Vault;

class SchedulesTest {
  private static final Origin NOBODY = new Origin.Person("nobody", "");

  @TempDir Path folder;

  /** Noon of today, since leases are also judged by the clock of the folder. */
  private final HandClock clock = new HandClock(noon());

  private final TestContext work = new TestContext().by(clock);
  private final HandRunner runner = new HandRunner();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<Schedules> services = new ArrayList<>();
  private volatile boolean unreachable;
  private volatile boolean dying;
  private FolderStore store;
  private SampleVault sample;

  private static Instant noon() {
    return LocalDate.now(ZoneOffset.UTC).atStartOfDay().plusHours(12).toInstant(ZoneOffset.UTC);
  }

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

  /** A service without a server. */
  private record Scene(Fleet fleet, Runs runs, Schedules schedules) {
    ScheduleState state() {
      return schedules.state("sales").orElseThrow();
    }

    List<Run> all(RunState state) {
      return runs.list("sales").stream().filter(run -> run.state() == state).toList();
    }
  }

  private Scene service(Map<Task, String> times) {
    Map<Task, CronSchedule> parsed = new HashMap<>();
    times.forEach((task, text) -> parsed.put(task, CronSchedule.parse(text)));
    EventLog events = new EventLog(clock);
    ServedCatalog sales =
        new TestCatalog(
            "sales",
            () -> {
              if (dying && Thread.currentThread().getName().startsWith("schedule")) {
                throw new StackOverflowError("for a test");
              }
              if (unreachable) {
                throw Failure.STORE.exception("no route to the vault");
              }
              return Vault.open(store);
            });
    Fleet fleet = new Fleet(List.of(sales), events, work.context());
    Runs runs = new Runs(runner, fleet.archive(), events, clock, 4);
    Schedules schedules =
        new Schedules(
            List.of(new CatalogSchedule("sales", ZoneOffset.UTC, parsed)),
            fleet,
            runs,
            work.context());
    fleet.start(runs);
    schedules.start();
    opened.add(fleet);
    opened.add(runs);
    opened.add(() -> runs.list().forEach(run -> runs.cancel("sales", run.id(), NOBODY)));
    opened.add(schedules);
    services.add(schedules);
    return new Scene(fleet, runs, schedules);
  }

  private void pass(Duration time) {
    clock.advance(time);
    services.forEach(Schedules::wake);
  }

  private static void await(BooleanSupplier condition) {
    Instant end = Instant.now().plusSeconds(60);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  @Test
  void whatWasMissedIsDoneOnceInItsOrderAndAgainWhenItIsDue() {
    Scene scene = service(Map.of(Task.FULL, "0 2 * * *", Task.VERIFY, "30 2 * * *"));
    HandRunner.Work full = runner.next();
    assertThat(full.command().line()).isEqualTo("backup --type full --catalog sales");
    assertThat(runner.idle()).isTrue();
    full.succeed();
    runner.next().succeed();
    await(() -> scene.all(RunState.DONE).size() == 2);
    await(() -> scene.state().next().stream().allMatch(next -> next.at().isAfter(clock.instant())));

    assertThat(runner.idle()).isTrue();
    pass(Duration.ofDays(1));
    runner.next().succeed();
    assertThat(runner.next().command().name()).isEqualTo("verify");
  }

  @Test
  void failedConnectionIsTriedAgainInAMinuteAndFindingsAreNot() {
    Scene scene = service(Map.of(Task.FULL, "0 2 * * *", Task.CHECK, "0 3 * * *"));
    runner.next().fail(Failure.CONNECTION, "no server");
    runner.next().fail(Failure.FINDINGS, "a key is missing");
    await(
        () ->
            scene.state().next().stream()
                .map(ScheduleState.Next::at)
                .allMatch(clock.instant()::isBefore));

    ScheduleState.Next again = scene.state().next().getFirst();
    assertThat(again.task()).isEqualTo(Task.FULL);
    assertThat(again.at())
        .isBetween(clock.instant().plusSeconds(30), clock.instant().plusSeconds(60));
    assertThat(scene.state().next().getLast().at()).isAfter(clock.instant().plusSeconds(3_600));
    pass(Duration.ofSeconds(61));
    runner.next().succeed();
    await(() -> scene.all(RunState.DONE).size() == 1);
    assertThat(runner.idle()).isTrue();
  }

  @Test
  void oneOfTwoServicesLeadsAndTheOtherTakesOver() {
    Scene first = service(Map.of(Task.FULL, "0 2 * * *"));
    runner.next().succeed();
    await(() -> first.all(RunState.DONE).size() == 1);
    Scene second = service(Map.of(Task.FULL, "0 2 * * *"));
    await(() -> second.state().other().isPresent());

    assertThat(first.state().leader()).isTrue();
    assertThat(second.state().leader()).isFalse();
    assertThat(runner.idle()).isTrue();
    first.schedules().close();
    await(() -> second.state().leader());
    pass(Duration.ofDays(1));
    runner.next().succeed();
    await(() -> second.all(RunState.DONE).size() == 2);
  }

  @Test
  void vaultThatIsAwayForAnHourCostsOneRunAndNoMore() {
    Scene scene = service(Map.of(Task.INCREMENTAL, "*/5 * * * *"));
    runner.next().succeed();
    await(() -> scene.all(RunState.DONE).size() == 1);
    unreachable = true;
    scene.fleet().refresh("sales");
    await(() -> scene.fleet().state("sales").orElseThrow().trouble().isPresent());
    pass(Duration.ofHours(1));
    unreachable = false;
    runner.next().succeed();
    await(() -> scene.all(RunState.DONE).size() == 2);
    await(() -> scene.state().next().getFirst().at().isAfter(clock.instant()));

    assertThat(runner.idle()).isTrue();
  }

  @Test
  void errorIsSaidAndTheScheduleGoesOnAfterIt() {
    sample.full(BackupId.create(clock.instant().minus(Duration.ofDays(2))).value());
    dying = true;
    Scene scene = service(Map.of(Task.VERIFY, "0 2 * * *"));
    await(() -> scene.fleet().state("sales").orElseThrow().schedule().isPresent());
    CatalogState standing = scene.fleet().state("sales").orElseThrow();

    assertThat(Verdict.of(standing, List.of(), clock.instant().plusSeconds(60)))
        .satisfies(
            verdict -> {
              assertThat(verdict.level()).isEqualTo(Verdict.Level.WARNING);
              assertThat(verdict.sentence())
                  .contains("But nothing of its schedule can be begun: a defect", "for a test");
            });
    assertThat(runner.idle()).isTrue();
    pass(Duration.ofDays(1));
    dying = false;
    runner.next().succeed();
    await(() -> scene.fleet().state("sales").orElseThrow().schedule().isEmpty());
  }

  @Test
  void clockThatIsSetBackAnHourDoublesNothing() {
    Scene scene = service(Map.of(Task.PRUNE, "0 11 * * *"));
    pass(Duration.ofMinutes(-30));
    runner.next().succeed();
    await(() -> scene.all(RunState.DONE).size() == 1);
    pass(Duration.ofHours(-1));
    await(() -> scene.state().next().getFirst().at().isBefore(clock.instant().plusSeconds(7_200)));
    pass(Duration.ofHours(1));
    await(() -> scene.state().next().getFirst().at().isAfter(clock.instant().plusSeconds(7_200)));

    assertThat(runner.idle()).isTrue();
  }
}
