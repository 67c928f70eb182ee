package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
  private @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void theScriptNamesCommandsAndOptions(String shell) {
    ProgramRun run = ProgramRun.of(Map.of(), "completion", shell);
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("nessie-backup", "restore", "snapshots", "target-schema")
        .contains("rewrap", "new-host-key")
        .contains("prune", "expire", "keep-daily", "keep", "copy", "copy-to", "status", "unlock")
        .contains("latest~1", "incremental", "slack")
        .doesNotContain("warm-up", "INCREMENTAL", "SLACK", "TEXT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void theShellAcceptsItsScript(String shell) throws Exception {
    require(shell);
    Path script = folder.resolve("completion." + shell);
    Files.writeString(script, ProgramRun.of(Map.of(), "completion", shell).out());
    Path answer = folder.resolve("answer");
    Process process =
        new ProcessBuilder(shell, "-n", script.toString())
            .redirectErrorStream(true)
            .redirectOutput(answer.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(answer)).isZero();
  }

  @Test
  void bashProposesTheCommands() throws Exception {
    require("bash");
    Path script = folder.resolve("completion.bash");
    Files.writeString(script, ProgramRun.of(Map.of(), "completion", "bash").out());
    Path answer = folder.resolve("answer");
    String ask =
        "source "
            + script
            + "; COMP_WORDS=(nessie-backup re); COMP_CWORD=1; COMP_LINE='nessie-backup re';"
            + " COMP_POINT=16; _complete_nessie-backup; echo \"${COMPREPLY[@]}\"";
    Process process =
        new ProcessBuilder("bash", "-c", ask)
            .redirectErrorStream(true)
            .redirectOutput(answer.toFile())
            .start();
    process.waitFor();
    assertThat(Files.readString(answer)).contains("restore");
  }

  /** Skips by name what this machine lacks; in CI, where all is installed, that is a failure. */
  private static void require(String shell) {
    boolean installed = isInstalled(shell);
    assertThat(installed || !"true".equals(System.getenv("CI"))).as(shell + " in CI").isTrue();
    assumeTrue(installed, shell + " is not installed");
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }
}
