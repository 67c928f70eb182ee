package org.nessiebackup.service.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.service.event.Event;
import org.nessiebackup.service.event.EventLog;
import org.nessiebackup.service.run.HandRunner.Work;
import org.nessiebackup.service.run.Run.Said;
import org.nessiebackup.service.run.Run.Times;

class RunsTest {
  private static final Origin ALICE = new Origin.Person("alice", "127.0.0.1");
  private static final Origin BOB = new Origin.Person("bob", "127.0.0.1");
  private static final Instant DUE = Instant.parse("2026-11-30T02:00:00Z");
  private static final Command BACKUP = Command.of("backup", "--type", "full");
  private static final Command INCREMENTAL = Command.of("backup", "--type", "auto");
  private static final Command VERIFY = Command.of("verify", "--all");
  private static final Command PRUNE = Command.of("prune", "--yes");

  private final HandRunner runner = new HandRunner();
  private final HandArchive archive = new HandArchive();
  private final EventLog events = new EventLog(Clock.systemUTC());
  private final Runs runs = new Runs(runner, archive, events, Clock.systemUTC(), 3);

  /** Holds what was written down, and fails if a test wants that. */
  private static final class HandArchive implements RunArchive {
    private final List<Run> written = Collections.synchronizedList(new ArrayList<>());
    private final Set<RunId> taken = Collections.synchronizedSet(new HashSet<>());
    private volatile boolean unreachable;
    private volatile boolean broken;

    @Override
    public boolean begin(Run run) {
      refuse();
      written.add(run);
      return taken.add(run.id());
    }

    @Override
    public void end(Run run) {
      refuse();
      if (broken) {
        throw new IllegalStateException("broken");
      }
      written.add(run);
    }

    private void refuse() {
      if (unreachable) {
        throw Failure.STORE.exception("no vault");
      }
    }
  }

  @AfterEach
  void end() {
    runs.end(Duration.ZERO);
  }

  private Run start(Command command, Origin origin) {
    return runs.start(RunRequest.of("sales", command, origin));
  }

  /** Waits until a run is in a state. */
  private Run await(Run run, RunState state) throws InterruptedException {
    for (long seen = 0; ; ) {
      Run now = runs.find(run.catalog(), run.id()).orElseThrow();
      if (now.state() == state) {
        return now;
      }
      List<Event> news = events.after(seen, Duration.ofSeconds(30));
      assertThat(news).as("%s of %s", state, now).isNotEmpty();
      seen = news.getLast().id();
    }
  }

  @Test
  void writersWaitForEachOtherAndReadersForNobody() throws InterruptedException {
    Run full = start(BACKUP, ALICE);
    Run prune = start(PRUNE, ALICE);
    Work first = runner.next();
    Run verify = start(VERIFY, ALICE);
    Work second = runner.next();

    assertThat(first.command()).isEqualTo(BACKUP);
    assertThat(second.command()).isEqualTo(VERIFY);
    assertThat(runs.find("sales", prune.id()).orElseThrow().state()).isEqualTo(RunState.QUEUED);
    first.succeed();
    assertThat(runner.next().command()).isEqualTo(PRUNE);
    await(full, RunState.DONE);
    assertThat(runs.find("sales", verify.id()).orElseThrow().state()).isEqualTo(RunState.RUNNING);
  }

  @Test
  void catalogsDoNotWaitForEachOtherButForRoom() {
    List<Run> all = new ArrayList<>();
    for (String catalog : List.of("a", "b", "c", "d")) {
      all.add(runs.start(RunRequest.of(catalog, BACKUP, ALICE)));
    }
    List<Work> begun = List.of(runner.next(), runner.next(), runner.next());

    assertThat(runs.find("d", all.getLast().id()).orElseThrow().state()).isEqualTo(RunState.QUEUED);
    begun.getFirst().succeed();
    runner.next().succeed();
  }

  @Test
  void sameWorkThatWaitsIsDoneOnceForAllWhoWantIt() throws InterruptedException {
    start(BACKUP, ALICE);
    Run one = start(PRUNE, ALICE);
    Run other = start(PRUNE, BOB);

    assertThat(other.id()).isEqualTo(one.id());
    runner.next().succeed();
    runner.next().succeed();
    assertThat(await(one, RunState.DONE).request().origins()).containsExactly(ALICE, BOB);
    assertThat(runner.idle()).isTrue();
    assertThat(archive.written.getLast().request().origins()).containsExactly(ALICE, BOB);
  }

  @Test
  void whatWaitsAndWhatWorksCanBeCancelled() throws InterruptedException {
    Run full = start(BACKUP, ALICE);
    Run incremental = start(INCREMENTAL, ALICE);
    runner.next();

    assertThat(runs.cancel("sales", incremental.id(), BOB)).isTrue();
    assertThat(runs.cancel("sales", full.id(), BOB)).isTrue();

    assertThat(await(full, RunState.CANCELLED).said().warnings()).contains("cancelled by bob");
    await(incremental, RunState.CANCELLED);
    assertThat(runs.cancel("sales", full.id(), BOB)).isFalse();
    assertThat(runner.idle()).isTrue();
  }

  @Test
  void whatAnotherServiceHasBegunIsNotBegunAgain() throws InterruptedException {
    Origin due = new Origin.Schedule("full", DUE, 1);
    archive.taken.add(new RunId("20261130T020000Z-full-1"));

    await(start(BACKUP, due), RunState.SKIPPED);

    assertThat(runner.idle()).isTrue();
  }

  @Test
  void withoutAVaultSchedulesWaitAndPeopleAreServedWithAWarning() throws InterruptedException {
    archive.unreachable = true;
    Run scheduled = start(BACKUP, new Origin.Schedule("full", DUE, 1));
    await(scheduled, RunState.SKIPPED);
    Run asked = start(BACKUP, ALICE);
    runner.next().succeed();

    assertThat(await(asked, RunState.DONE).said().warnings())
        .anyMatch(warning -> warning.contains("not written down: no vault"));
  }

  @Test
  void failureIsKeptWithItsErrorAndProgressIsTold() throws InterruptedException {
    Run run = start(BACKUP, ALICE);
    Work work = runner.next();
    work.say(HandRunner.document("warning").put("message", "slow disk"));
    work.say(HandRunner.document("status").put("percent", 50));
    work.fail(Failure.CONNECTION, "no server");

    Run failed = await(run, RunState.FAILED);

    assertThat(failed.code()).contains("connection");
    assertThat(failed.said().status().orElseThrow().path("percent").asInt()).isEqualTo(50);
    assertThat(failed.said().warnings()).containsExactly("slow disk");
    assertThat(archive.written)
        .extracting(Run::state)
        .containsExactly(RunState.RUNNING, RunState.FAILED);
    assertThat(events.after(0, Duration.ZERO))
        .extracting(event -> event.data().path("state").asString())
        .startsWith("queued", "running")
        .endsWith("failed");
  }

  @Test
  void unknownCommandsAndFullQueuesAreRefused() {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> start(Command.of("serve"), ALICE))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.USAGE));
    for (int i = 0; i < 100; i++) {
      start(Command.of("prune", "--keep-last", Integer.toString(i)), ALICE);
    }
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> start(BACKUP, ALICE))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.LOCKED));
  }

  @Test
  void newestOfEachScheduleOutlivesThousandsOfOthers() {
    List<Run> past = new ArrayList<>();
    past.add(past(BACKUP, DUE, RunState.DONE, new Origin.Schedule("full", DUE, 1)));
    past.add(
        past(BACKUP, DUE.plusSeconds(60), RunState.FAILED, new Origin.Schedule("full", DUE, 2)));
    for (int i = 2; i < 3_000; i++) {
      past.add(past(INCREMENTAL, DUE.plusSeconds(60L * i), RunState.DONE));
    }

    past.forEach(run -> runs.learn(List.of(run)));

    assertThat(runs.list("sales")).hasSizeBetween(1_000, 1_102);
    assertThat(runs.list("sales"))
        .filteredOn(run -> run.command().equals(BACKUP))
        .extracting(Run::state)
        .containsExactly(RunState.FAILED, RunState.DONE);
  }

  @Test
  void peopleCannotFillTheMemoryByAskingForEverDifferentThings() {
    for (int i = 0; i < 3_000; i++) {
      Command verify = Command.of("verify", "point" + i);
      runs.learn(List.of(past(verify, DUE.plusSeconds(60L * i), RunState.DONE)));
    }

    assertThat(runs.list("sales")).hasSizeBetween(1_000, 1_102);
  }

  @Test
  void whateverIsWrongWithTheArchiveNothingWaitsForARunThatIsOver() throws InterruptedException {
    archive.broken = true;
    Run backup = start(BACKUP, ALICE);
    start(PRUNE, ALICE);

    runner.next().succeed();

    assertThat(runner.next().command()).isEqualTo(PRUNE);
    assertThat(await(backup, RunState.DONE).said().warnings())
        .anyMatch(warning -> warning.contains("not written down: a defect"));
    archive.broken = false;
  }

  @Test
  void commandThatDiesOfAnErrorHasFailedAndSaysWhy() throws InterruptedException {
    Runs dying =
        new Runs(
            (command, place, messages, cancellation) -> {
              throw new OutOfMemoryError("for a test");
            },
            archive,
            events,
            Clock.systemUTC(),
            1);
    dying.start(RunRequest.of("sales", BACKUP, ALICE));
    dying.start(RunRequest.of("sales", PRUNE, ALICE));
    for (long seen = 0; dying.list().stream().anyMatch(run -> !run.state().isOver()); ) {
      List<Event> news = events.after(seen, Duration.ofSeconds(30));
      assertThat(news).isNotEmpty();
      seen = news.getLast().id();
    }

    assertThat(dying.list())
        .hasSize(2)
        .allSatisfy(
            run -> {
              assertThat(run.state()).isEqualTo(RunState.FAILED);
              assertThat(run.code()).contains("internal");
              assertThat(run.error().orElseThrow().path("message").asString())
                  .isEqualTo("the memory does not suffice");
            });
    assertThat(archive.written).filteredOn(run -> run.state() == RunState.FAILED).hasSize(2);
  }

  @Test
  void endOfTheServiceLetsWorkFinishAndBeginsNothing() throws InterruptedException {
    Run full = start(BACKUP, ALICE);
    Run prune = start(PRUNE, ALICE);
    Work work = runner.next();
    Thread end = Thread.ofVirtual().start(() -> runs.end(Duration.ofMinutes(1)));
    await(prune, RunState.CANCELLED);

    work.succeed();
    end.join();

    assertThat(runs.find("sales", full.id()).orElseThrow().state()).isEqualTo(RunState.DONE);
    assertThat(runner.idle()).isTrue();
    assertThatExceptionOfType(BackupException.class).isThrownBy(() -> start(BACKUP, ALICE));
  }

  @Test
  void endOfTheServiceStopsWhatTakesTooLong() {
    Run full = start(BACKUP, ALICE);
    runner.next();

    runs.end(Duration.ZERO);

    assertThat(runs.find("sales", full.id()).orElseThrow().state()).isEqualTo(RunState.LOST);
    assertThat(archive.written.getLast().state()).isEqualTo(RunState.LOST);
  }

  @Test
  void whatIsKnownToBeOverDoesNotBeginAgain() {
    Run done = past(BACKUP, DUE, RunState.DONE);
    runs.learn(List.of(done));
    runs.learn(
        List.of(
            new Run(
                done.id(),
                done.request(),
                done.place(),
                RunState.LOST,
                new Times(DUE, Optional.of(DUE), Optional.empty()),
                Said.NOTHING,
                Optional.empty())));

    assertThat(runs.list()).containsExactly(done);
  }

  private static Run past(Command command, Instant at, RunState state) {
    return past(command, at, state, ALICE);
  }

  private static Run past(Command command, Instant at, RunState state, Origin origin) {
    return new Run(
        RunId.of(new Origin.Schedule("task", at, 1)),
        RunRequest.of("sales", command, origin),
        Place.SERVICE,
        state,
        new Times(at, Optional.of(at), Optional.of(at.plusSeconds(1))),
        Said.NOTHING,
        Optional.of(new CommandResult(0, Optional.empty(), Optional.empty())));
  }
}
