package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.sandbox.PostgresServer;

/** A vault on a real file system that is too small. */
class FullDiskTest {
  private @TempDir Path folder;
  private Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    disk = Files.createDirectory(folder.resolve("disk"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=192k", "tmpfs", disk.toString());
    assumeTrue(mounted, "a small file system cannot be mounted by this user");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (mounted) {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  @Test
  void backupThatFindsNoRoomLeavesNothingAndGivesTheRoomBack() throws IOException {
    try (PostgresServer server = PostgresServer.start()) {
      CatalogDatabase database = CatalogDatabase.create(server, "tight").filled();
      CommandRunner commands = CommandRunner.of(database, server.port(), disk.resolve("vault"));
      commands.run("init").done();
      long free = Files.getFileStore(disk).getUsableSpace();

      CommandResult result = commands.launch("backup", "--json").result().exited(1);

      assertThat(result.err())
          .contains("\"code\":\"store-full\"")
          .contains(disk.toString())
          .contains("Make room");
      assertThat(commands.run("list", "--json").done().summary().get("backups")).isEmpty();
      assertThat(Files.getFileStore(disk).getUsableSpace()).isGreaterThanOrEqualTo(free - 8192);

      Path roomy = folder.resolve("roomy");
      commands.withVault(roomy).run("init").done();
      commands.withVault(roomy).run("backup").done();
      commands.withVault(roomy).run("verify", "latest").done();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(said).doesNotContain("busy");
      return process.waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }
}
