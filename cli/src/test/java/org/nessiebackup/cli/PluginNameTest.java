package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as kubectl finds it. */
class PluginNameTest {
  private @TempDir Path folder;

  private String run(String name, String... words) throws Exception {
    Path home = Files.createDirectories(folder.resolve("installation/bin"));
    Files.createDirectories(folder.resolve("installation/lib"));
    Path jar = folder.resolve("installation/lib/nessie-backup.jar");
    if (!Files.exists(jar)) {
      Files.createFile(jar);
      Files.copy(Path.of("..", "bin", "nessie-backup"), home.resolve("nessie-backup"));
      assertThat(home.resolve("nessie-backup").toFile().setExecutable(true)).isTrue();
    }
    Path link = folder.resolve(name);
    Files.createSymbolicLink(link, home.resolve("nessie-backup"));
    String[] command = new String[words.length + 1];
    command[0] = link.toString();
    System.arraycopy(words, 0, command, 1, words.length);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("NESSIE_BACKUP_CACHE", "off");
    builder.environment().put("NESSIE_BACKUP_JAVA_HOME", java().toString());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out;
  }

  /** Says what it is given behind the jar. */
  private Path java() throws Exception {
    Path java = folder.resolve("java");
    Files.createDirectories(java.resolve("bin"));
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"21.0.4\"\n");
    Path program = java.resolve("bin/java");
    Files.writeString(
        program, "#!/bin/sh\nwhile [ \"$1\" != -jar ]; do shift; done\nshift 2\necho \"$#: $*\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return java;
  }

  @Test
  void kubectlsPluginIsTheCommandOfThatName() throws Exception {
    assertThat(run("kubectl-nessie_backup", "-n", "data platform", "status"))
        .isEqualTo("4: kubectl -n data platform status\n");
  }

  @Test
  void everyOtherNameIsTheProgramItself() throws Exception {
    assertThat(run("nb", "status", "--quiet")).isEqualTo("2: status --quiet\n");
  }
}
