package org.nessiebackup.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillFolderTest {
  private @TempDir Path parent;

  private Path left(String name) throws IOException {
    Path left = Files.createDirectory(parent.resolve("nessie-backup-drill-" + name));
    Files.createFile(left.resolve("lock"));
    Files.createFile(Files.createDirectory(left.resolve("data")).resolve("rows"));
    return left;
  }

  @Test
  void whatAKilledDrillHasLeftIsEndedAndRemoved() throws IOException, InterruptedException {
    Path left = left("killed");
    // The folder is among the arguments, as it is in those of the servers of a drill.
    Process server =
        new ProcessBuilder("/bin/sh", "-c", "sleep 600; exit 0", left.toString()).start();
    try (DrillFolder own = DrillFolder.create(parent)) {
      assertThat(own.removeLeft()).containsExactly(left);

      assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(left).doesNotExist();
      assertThat(own.path()).exists();
    } finally {
      server.descendants().forEach(ProcessHandle::destroyForcibly);
      server.destroyForcibly();
    }
  }

  @Test
  void whatIsInUseStaysAndSoDoesWhatIsNoFolderOfADrill() throws IOException {
    Path unlocked = Files.createDirectory(parent.resolve("nessie-backup-drill-of-mine"));
    Path file = Files.createFile(parent.resolve("nessie-backup-drill-file"));
    try (DrillFolder other = DrillFolder.create(parent);
        DrillFolder own = DrillFolder.create(parent)) {
      assertThat(own.removeLeft()).isEmpty();

      assertThat(other.path()).exists();
      assertThat(unlocked).exists();
      assertThat(file).exists();
    }
    assertThat(parent).isDirectoryNotContaining("glob:**nessie-backup-drill-*[0-9]");
  }

  @Test
  void lockOfAFolderIsStillThereAfterLookingForOthers() throws IOException {
    Path locks = Path.of("/proc/locks");
    assumeTrue(Files.isReadable(locks), "this system does not list its locks");
    try (DrillFolder own = DrillFolder.create(parent)) {
      String file = ":" + Files.getAttribute(own.path().resolve("lock"), "unix:ino") + " ";
      assumeTrue(Files.readString(locks).contains(file), "this system does not list our locks");

      own.removeLeft();

      assertThat(Files.readString(locks)).contains(file);
    }
  }

  @Test
  void linkToAFolderOfOthersIsNotFollowed() throws IOException {
    Path precious = Files.createDirectory(parent.resolve("precious"));
    Files.createFile(precious.resolve("lock"));
    Files.createSymbolicLink(parent.resolve("nessie-backup-drill-link"), precious);
    try (DrillFolder own = DrillFolder.create(parent)) {
      assertThat(own.removeLeft()).isEmpty();
      assertThat(precious.resolve("lock")).exists();
    }
  }
}
