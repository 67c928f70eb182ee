package org.nessiebackup.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.drill.DrillOptions.Nessie;
import org.nessiebackup.drill.DrillReport.Outcome;
import org.nessiebackup.drill.DrillReport.StepResult;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.store.FileProbe;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.swap.RehearsalSchema;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.record.Drills;

class RestoreDrillTest {
  private static final Nessie NONE = new Nessie.None();
  private static final Duration LONG = Duration.ofMinutes(5);

  private @TempDir Path folder;
  private DrillScene scene;

  @BeforeEach
  void set() {
    scene = new DrillScene(folder);
  }

  @AfterEach
  void nothingIsLeft() {
    scene.assertNothingLeft();
    scene.database().execute("DROP SCHEMA IF EXISTS nessie_backup_drill_of_mine");
  }

  private static StepResult failure(DrillReport report, DrillStep step) {
    assertThat(report.passed()).isFalse();
    StepResult failed = report.failure().orElseThrow();
    assertThat(failed.step()).as(failed.toString()).isEqualTo(step);
    return failed;
  }

  @Test
  void drillOnAServerOfItsOwnProvesTheRestoreAndIsRemembered() {
    RestoreDrill drill = scene.drill(new TestContext());
    DrillReport report = drill.run(scene.throwAway(NONE));
    drill.record(report);

    assertThat(report.passed()).as(report.toString()).isTrue();
    assertThat(report.proven())
        .contains(DrillStep.OPEN, DrillStep.DATABASE, DrillStep.RESTORE, DrillStep.SWAP)
        .contains(DrillStep.GRAPH, DrillStep.CLEAN_UP)
        .doesNotContain(DrillStep.FILES, DrillStep.NESSIE)
        .doesNotContain(DrillStep.REFERENCES, DrillStep.CONTENTS);
    assertThat(report.course().steps())
        .extracting(StepResult::step)
        .containsExactly(DrillStep.values());
    assertThat(report.subject().rows()).isEqualTo(scene.backup().wholeRows());
    assertThat(report.subject().members().getFirst().manifestSha256()).hasSize(64);
    assertThat(report.course().phases())
        .extracting(DrillReport.Phase::name)
        .containsExactly("database", "loading", "checking", "swapping");
    Drills.History history = scene.vault().drills().history();
    DrillRecord record = history.newestPassed().orElseThrow();
    assertThat(history.newest()).contains(record);
    assertThat(record.backup()).isEqualTo(scene.backup().id());
    assertThat(record.proven()).contains("restore", "clean-up");
    assertThat(record.server()).isPresent();
    assertThat(record.nessie()).isEmpty();
  }

  @Test
  void damagedSegmentFailsTheStepThatReadsIt() throws IOException {
    Path segment = scene.object("objs2-0000.copy.zst");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);
    RestoreDrill drill = scene.drill(new TestContext());
    DrillReport report = drill.run(scene.onTheServer(Optional.empty(), NONE));
    drill.record(report);

    assertThat(failure(report, DrillStep.RESTORE).summary()).contains("objs2-0000.copy.zst");
    assertThat(report.course().steps())
        .filteredOn(each -> each.outcome() == Outcome.NOT_REACHED)
        .extracting(StepResult::step)
        .containsExactly(
            DrillStep.SWAP,
            DrillStep.GRAPH,
            DrillStep.FILES,
            DrillStep.NESSIE,
            DrillStep.REFERENCES,
            DrillStep.CONTENTS);
    Drills.History history = scene.vault().drills().history();
    assertThat(history.newest().flatMap(DrillRecord::failedStep)).contains("restore");
    assertThat(history.newestPassed()).isEmpty();
  }

  @Test
  void catalogThatWasDamagedWhenItWasBackedUpFailsAtItsGraph() {
    try (TestDatabase damaged = TestDatabase.create().withCatalog("nessie")) {
      damaged.execute(
          "DELETE FROM nessie.objs2 o USING nessie.refs2 r WHERE o.repo = r.repo AND o.obj_id ="
              + " r.pointer AND r.ref_name = 'refs/heads/main'");
      MemoryStore store = new MemoryStore();
      TestContext work = new TestContext();
      Operations operations = new Operations(store, damaged.database(), work);
      operations.backup();

      DrillReport report =
          new RestoreDrill(operations::vault, work.context())
              .run(scene.onTheServer(Optional.empty(), NONE));

      assertThat(failure(report, DrillStep.GRAPH).summary()).contains("main");
    }
  }

  @Test
  void filesThatAreThereAreProvenAndOneThatIsMissingFailsTheDrill() {
    List<String> asked = new CopyOnWriteArrayList<>();
    DrillReport report = scene.run(withFiles(new AnsweringProbe(asked::add)));

    assertThat(report.passed()).as(report.toString()).isTrue();
    assertThat(report.proven()).contains(DrillStep.FILES);
    assertThat(asked).isNotEmpty().doesNotHaveDuplicates();

    String missing = asked.getFirst();
    StepResult failed =
        failure(
            scene.run(withFiles(new AnsweringProbe(location -> !location.equals(missing)))),
            DrillStep.FILES);
    assertThat(failed.summary()).contains("1 are missing");
  }

  @Test
  void filesThatCannotBeAskedForAreADoubt() {
    FileProbe unreachable =
        new AnsweringProbe(
            location -> {
              throw new UncheckedIOException(new IOException("no route to that bucket"));
            });

    assertThat(failure(scene.run(withFiles(unreachable)), DrillStep.FILES).summary())
        .contains("could not be asked for");
  }

  private DrillOptions withFiles(FileProbe files) {
    DrillOptions options = scene.onTheServer(Optional.empty(), NONE);
    return new DrillOptions(
        options.backup(),
        options.target(),
        options.nessie(),
        options.repository(),
        options.sampling(),
        Optional.of(files),
        2);
  }

  /** A warehouse that nobody reads from. */
  private record AnsweringProbe(Predicate<String> there) implements FileProbe {
    @Override
    public boolean exists(String location) throws IOException {
      try {
        return there.test(location);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    @Override
    public InputStream open(String location) {
      throw new AssertionError("nobody asked to read " + location);
    }
  }

  @Test
  void missingSegmentFailsBeforeAnyServerIsStarted() throws IOException {
    Files.delete(scene.object("refs2-0000.copy.zst"));

    assertThat(failure(scene.run(scene.throwAway(NONE)), DrillStep.OPEN).summary())
        .contains("refs2-0000.copy.zst");
  }

  @Test
  void targetKeepsWhatItHadAndLosesWhatTheDrillMade() {
    List<String> schemas = scene.schemas();
    List<String> catalog = scene.database().catalogFingerprint("nessie");
    DrillReport report = scene.run(scene.onTheServer(Optional.empty(), NONE));

    assertThat(report.passed()).as(report.toString()).isTrue();
    assertThat(report.place().schema().orElseThrow()).startsWith("nessie_backup_drill_2");
    assertThat(scene.schemas()).isEqualTo(schemas);
    assertThat(scene.database().catalogFingerprint("nessie")).isEqualTo(catalog);
  }

  @Test
  void schemaThatIsThereIsNoTarget() {
    List<String> catalog = scene.database().catalogFingerprint("nessie");

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> scene.run(scene.onTheServer(Optional.of("nessie"), NONE)))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.TARGET_GUARDED))
        .withMessageContaining("schema \"nessie\" is there already");
    assertThat(scene.database().catalogFingerprint("nessie")).isEqualTo(catalog);
  }

  @Test
  void whatAKilledDrillHasLeftInTheTargetIsDroppedAndALivingOneIsLeftAlone() {
    RestoreId killed = new RestoreId("20261122T020000Z-7f3a");
    CatalogRestore restore =
        new CatalogRestore(scene.vault(), scene.database().database(), new TestContext().context());
    restore.execute(
        restore.plan(
            new RestoreOptions("latest", Optional.of(killed.drillSchema()), 2, false), killed));
    scene.database().execute("CREATE SCHEMA nessie_backup_drill_of_mine");
    RestoreId living = new RestoreId("20261123T020000Z-7f3a");
    try (RehearsalSchema other =
        RehearsalSchema.claim(
            scene.database().database(),
            living.drillSchema(),
            List.of("refs2", "objs2"),
            new TestContext().cancellation())) {
      restore.execute(
          restore.plan(new RestoreOptions("latest", Optional.of(other.name()), 2, false), living));

      DrillReport report = scene.run(scene.onTheServer(Optional.empty(), NONE));

      assertThat(report.passed()).as(report.toString()).isTrue();
      assertThat(report.warnings()).anyMatch(each -> each.contains(killed.drillSchema()));
      assertThat(scene.schemas())
          .contains(living.drillSchema(), "nessie_backup_drill_of_mine")
          .doesNotContain(killed.drillSchema());
    }
    assertThat(scene.schemas()).doesNotContain(living.drillSchema());
  }

  @Test
  void nessieThatShowsTheReferencesPassesAndIsToldWhoAsks() {
    try (ScriptedNessie nessie = ScriptedNessie.start().showing(scene.references())) {
      DrillOptions options =
          scene.onTheServer(Optional.of("rehearsal"), DrillScene.running(nessie));
      DrillReport report =
          scene.run(
              new DrillOptions(
                  options.backup(),
                  options.target(),
                  options.nessie(),
                  options.repository(),
                  new DrillOptions.Sampling(0, 1),
                  options.files(),
                  2));

      assertThat(report.passed()).as(report.toString()).isTrue();
      assertThat(report.proven()).contains(DrillStep.NESSIE, DrillStep.REFERENCES);
      assertThat(report.proven()).doesNotContain(DrillStep.CONTENTS);
      assertThat(nessie.authorization()).isEqualTo("Bearer a token");
      assertThat(report.toString()).doesNotContain("a token");
    }
  }

  @Test
  void nessieThatShowsAnotherHeadFailsAndIsToldWhich() {
    List<NessieReference> other = new ArrayList<>(scene.references());
    NessieReference moved = other.removeFirst();
    other.add(new NessieReference(moved.kind(), moved.name(), "0".repeat(64)));
    try (ScriptedNessie nessie = ScriptedNessie.start().showing(other)) {
      DrillReport report =
          scene.run(scene.onTheServer(Optional.of("rehearsal"), DrillScene.running(nessie)));

      assertThat(failure(report, DrillStep.REFERENCES).summary())
          .contains("\"" + moved.name() + "\" at " + moved.hash())
          .contains("\"" + moved.name() + "\" at 000000");
    }
  }

  @Test
  void nessieWhoseLogBreaksOffFails() {
    try (ScriptedNessie nessie = ScriptedNessie.start().showing(scene.references())) {
      DrillReport report =
          scene.run(scene.onTheServer(Optional.of("rehearsal"), DrillScene.running(nessie)));

      assertThat(failure(report, DrillStep.CONTENTS).summary())
          .contains("its log ends before commit");
    }
  }

  @Test
  void nessieWhoseLogShowsAnotherCommitFails() {
    try (ScriptedNessie nessie =
        ScriptedNessie.start()
            .showing(scene.references())
            .withHistory("{\"logEntries\": [{\"commitMeta\": {\"hash\": \"beef\"}}]}")) {
      DrillReport report =
          scene.run(scene.onTheServer(Optional.of("rehearsal"), DrillScene.running(nessie)));

      assertThat(failure(report, DrillStep.CONTENTS).summary())
          .contains("shows commit \"beef\" where");
    }
  }

  @Test
  void nessieThatEndsAtOnceFailsWithTheEndOfItsLog() {
    Nessie broken = scene.program("echo 'no such driver'; exit 3", LONG);
    StepResult failed =
        failure(scene.run(scene.onTheServer(Optional.empty(), broken)), DrillStep.NESSIE);

    assertThat(failed.summary()).contains("ended with 3");
    assertThat(failed.details()).anyMatch(each -> each.contains("no such driver"));
  }

  @Test
  void nessieThatNeverGetsReadyFailsAndIsEnded() {
    Nessie silent = scene.program("echo 'still thinking'; exec sleep 600", Duration.ofSeconds(3));
    StepResult failed =
        failure(scene.run(scene.onTheServer(Optional.empty(), silent)), DrillStep.NESSIE);

    assertThat(failed.summary()).contains("does not answer within");
    assertThat(failed.details()).anyMatch(each -> each.contains("still thinking"));
  }

  @Test
  void requestToStopWhileNessieStartsCleansUpAndIsNoFinding() {
    TestContext work = new TestContext();
    Nessie slow = scene.program("exec sleep 600", LONG);
    // As soon as Nessie is being started, somebody asks to stop.
    Thread stopper =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!work.steps().contains("starting Nessie")) {
                    LockSupport.parkNanos(1_000_000);
                  }
                  work.cancellation().request();
                });
    List<String> schemas = scene.schemas();

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> scene.drill(work).run(scene.onTheServer(Optional.empty(), slow)))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.INTERRUPTED));
    assertThat(stopper.getState()).isIn(Thread.State.TERMINATED, Thread.State.RUNNABLE);
    assertThat(scene.schemas()).isEqualTo(schemas);
    assertThat(scene.vault().drills().history().newest()).isEmpty();
  }

  @Test
  void requestToStopWhileRowsAreLoadedCleansUp() {
    TestContext work = new TestContext();
    work.onAdvance(work.cancellation()::request);
    List<String> schemas = scene.schemas();

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> scene.drill(work).run(scene.onTheServer(Optional.empty(), NONE)))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.INTERRUPTED));
    assertThat(scene.schemas()).isEqualTo(schemas);
  }

  @Test
  void folderThatCannotBeUsedFailsTheDrill() throws IOException {
    Path file = Files.writeString(folder.resolve("no folder"), "");
    DrillOptions options = scene.throwAway(NONE);
    DrillReport report =
        scene.run(
            new DrillOptions(
                options.backup(),
                new DrillOptions.Target.ThrowAway(file),
                options.nessie(),
                options.repository(),
                options.sampling(),
                options.files(),
                2));

    assertThat(failure(report, DrillStep.DATABASE).summary()).contains("no folder can be made");
  }

  @Test
  void repositoryThatTheBackupDoesNotHoldFails() {
    DrillOptions options = scene.onTheServer(Optional.empty(), scene.program("exit 0", LONG));
    DrillReport report =
        scene.run(
            new DrillOptions(
                options.backup(),
                options.target(),
                options.nessie(),
                Optional.of("nobody"),
                options.sampling(),
                options.files(),
                2));

    assertThat(failure(report, DrillStep.NESSIE).summary()).contains("\"nobody\"");
  }

  @Test
  void aNessieOfOthersNeedsToKnowWhereTheCopyWillBe() {
    try (ScriptedNessie nessie = ScriptedNessie.start()) {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> scene.throwAway(DrillScene.running(nessie)))
          .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.USAGE));
    }
  }
}
