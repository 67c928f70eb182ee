package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as the first process of a container, whom a kernel spares most signals. */
class ContainerLauncherTest {
  private static final List<String> CONTAINER =
      List.of("unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child");
  private static final int TERMINATED = 143;

  private @TempDir Path folder;
  private Path launcher;

  @BeforeEach
  void install() throws Exception {
    assumeTrue(canContain(), "processes cannot be given a first one here");
    Files.createDirectories(folder.resolve("lib"));
    Files.createFile(folder.resolve("lib/nessie-backup.jar"));
    launcher = Files.createDirectories(folder.resolve("bin")).resolve("nessie-backup");
    Files.copy(Path.of("..", "bin", "nessie-backup"), launcher);
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    Path java = Files.createDirectories(folder.resolve("java"));
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
  }

  private static boolean canContain() throws InterruptedException {
    List<String> command = new ArrayList<>(CONTAINER);
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  private void program(String name, String text) throws IOException {
    Path program = folder.resolve(name);
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/sh\ncd '" + folder + "'\n" + text);
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>(CONTAINER);
    command.addAll(List.of(launcher.toString(), "serve"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().put("NESSIE_BACKUP_CACHE", "off");
    builder.environment().put("NESSIE_BACKUP_JAVA_HOME", folder.resolve("java").toString());
    builder
        .environment()
        .merge("PATH", folder.resolve("path").toString(), (old, own) -> own + ":" + old);
    return builder.start();
  }

  private void await(String file) throws InterruptedException {
    while (!Files.exists(folder.resolve(file))) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static int end(Process process) throws InterruptedException {
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("it goes on");
    }
    return process.exitValue();
  }

  private static void terminate(Process container) {
    assertThat(container.children().findFirst().orElseThrow().destroy()).isTrue();
  }

  @Test
  void aSignalEndsAJavaThatHasNotAskedForAnyYet() throws Exception {
    program("java/bin/java", "touch started\nexec sleep 1000\n");
    Process container = start();
    await("started");

    terminate(container);

    assertThat(end(container)).isEqualTo(TERMINATED);
  }

  @Test
  void aSignalThatComesBeforeJavaIsStartedKeepsItFromBeing() throws Exception {
    program("java/bin/java", "touch started\n");
    program("path/uname", "touch asked\nuntil [ -e go ]; do sleep 0.01; done\necho Linux x86_64\n");
    Process container = start();
    await("asked");

    terminate(container);
    Files.createFile(folder.resolve("go"));

    assertThat(end(container)).isEqualTo(TERMINATED);
    assertThat(folder.resolve("started")).doesNotExist();
  }

  @Test
  void javaEndsInItsOwnTimeAndWithItsOwnStatus() throws Exception {
    program(
        "java/bin/java",
        """
        trap 'touch asked; until [ -e go ]; do sleep 0.01; done; exit 130' TERM
        touch started
        while :; do sleep 0.01; done
        """);
    Process container = start();
    await("started");

    terminate(container);
    await("asked");
    terminate(container);
    Files.createFile(folder.resolve("go"));

    assertThat(end(container)).isEqualTo(130);
  }

  @Test
  void javaReadsWhatThePodIsGivenAndItsStatusIsThatOfThePod() throws Exception {
    program("java/bin/java", "read -r line\necho \"got $line\"\nexit 7\n");
    Process container = start();
    try (var in = container.outputWriter()) {
      in.write("a line\n");
    }

    assertThat(end(container)).isEqualTo(7);
    assertThat(folder.resolve("out")).hasContent("got a line");
  }
}
