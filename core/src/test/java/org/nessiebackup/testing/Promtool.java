package org.nessiebackup.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Prometheus' own judge of rules and metrics. */
public final class Promtool {
  private static final String NAME = "promtool";

  private Promtool() {}

  /** Skips by name what this machine lacks; in CI, where all is installed, that is a failure. */
  public static void require() {
    boolean installed =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .anyMatch(place -> Files.isExecutable(Path.of(place, NAME)));
    assertThat(installed || !"true".equals(System.getenv("CI"))).as(NAME + " in CI").isTrue();
    assumeTrue(installed, NAME + " is not installed (Debian: in the package prometheus)");
  }

  /** Runs it, and fails with what it says if it finds something. */
  public static void run(Path folder, Optional<Path> input, String... arguments)
      throws IOException, InterruptedException {
    Path said = folder.resolve("promtool.txt");
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of(NAME), Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    input.ifPresent(file -> builder.redirectInput(file.toFile()));
    int status = builder.start().waitFor();
    assertThat(status).as(List.of(arguments) + ": " + Files.readString(said)).isZero();
  }
}
