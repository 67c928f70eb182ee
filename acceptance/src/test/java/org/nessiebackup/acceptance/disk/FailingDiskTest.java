package org.nessiebackup.acceptance.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.acceptance.figures.Effort;
import org.nessiebackup.acceptance.figures.Figures;
import org.nessiebackup.acceptance.trials.TriedOperation;

/** Each operation on disks that fail at each of its calls in turn. */
@Tag("thorough")
class FailingDiskTest {
  private static final Effort EFFORT = Effort.asked();
  private static @TempDir Path folder;
  private static DiskScene scene;

  @BeforeAll
  static void setScene() throws Exception {
    scene = new DiskScene(folder);
  }

  @AfterAll
  static void close() {
    scene.close();
  }

  @Test
  void operationOnAFailingDiskLeavesNothingThatIsNotWhole() throws Exception {
    try (Figures figures = new Figures("failing-disk", EFFORT)) {
      for (DiskScene.Kind kind : DiskScene.Kind.values()) {
        long calls = scene.callsOf(kind);
        figures.log("%s: %d calls".formatted(kind, calls));
        for (DiskFault fault : faults(calls, scene.bytesOf(kind))) {
          figures.count(category(fault), 1);
          figures.trial(
              kind.words(),
              kind + ", " + fault.describe(),
              () -> figures.log(kind + ", " + fault.describe() + ": " + tried(kind, fault)));
        }
      }
      figures.assertHeld();
    }
  }

  private static String category(DiskFault fault) {
    return switch (fault) {
      case DiskFault.Failing failing ->
          failing.first() == failing.last() ? "single errors" : "errors from a call on";
      case DiskFault.Full full -> "full disks";
      case DiskFault.ReadOnly readOnly -> "read-only disks";
      case DiskFault.Lacking lacking -> "disks without " + lacking.what();
    };
  }

  private static List<DiskFault> faults(long calls, long bytes) {
    List<DiskFault> once = new ArrayList<>();
    List<DiskFault> from = new ArrayList<>();
    List<DiskFault> full = new ArrayList<>();
    for (long call = 1; call <= calls; call++) {
      once.add(DiskFault.Failing.once(call));
      from.add(DiskFault.Failing.from(call));
    }
    for (int i = 0; i < 24; i++) {
      full.add(new DiskFault.Full(bytes * i / 24));
    }
    List<DiskFault> all = new ArrayList<>(EFFORT.sample(once, EFFORT.of("calls", 4, 100)));
    all.addAll(EFFORT.sample(from, EFFORT.of("calls", 1, 30)));
    all.addAll(EFFORT.sample(full, EFFORT.of("calls", 1, 24)));
    all.add(new DiskFault.ReadOnly());
    all.add(new DiskFault.Lacking(DiskCall.LINK, "Operation not permitted"));
    all.add(new DiskFault.Lacking(DiskCall.FORCE_FOLDER, "Invalid argument"));
    return all;
  }

  /** Tries it, and answers what came of it. */
  private static String tried(DiskScene.Kind kind, DiskFault fault) throws IOException {
    scene.freshVault();
    Set<String> before = scene.listed();
    FaultyDisk disk = new FaultyDisk();
    TriedOperation operation = scene.operation(kind, disk);
    disk.with(fault);
    Optional<BackupException> failure = scene.run(operation, disk);
    failure.ifPresent(DiskScene::assertSaysSomething);
    if (fault.harmless() || disk.calls() < firstOf(fault)) {
      assertThat(failure).isEmpty();
    }
    scene.assertWhole(before, kind, failure.isEmpty());
    return failure.map(e -> e.failure() + ": " + e.getMessage()).orElse("done");
  }

  private static long firstOf(DiskFault fault) {
    return fault instanceof DiskFault.Failing failing ? failing.first() : 0;
  }

  static void copy(Path from, Path to) throws IOException {
    try (var walk = Files.walk(from)) {
      for (Path file : walk.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
