package org.nessiebackup.acceptance.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.acceptance.Installation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
  private @TempDir Path folder;

  private record Ended(int status, String said) {}

  private Ended report(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(Installation.home().resolve("acceptance/reliability").toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  @Test
  void figuresOfAllSuitesBecomeOneReport() throws Exception {
    for (String suite : List.of("one", "two")) {
      try (Figures figures = new Figures(suite, new Effort(false, 7), folder)) {
        figures.trial("a kind", "this", () -> {});
        figures.trial("a kind", "that", () -> {});
        figures.count("steps", 1234);
        figures.assertHeld();
      }
    }
    Ended first = report("--no-run", "--figures", folder.toString());
    Ended second = report("--no-run", "--figures", folder.toString());

    assertThat(first.status()).as(first.said()).isZero();
    assertThat(second).isEqualTo(first);
    assertThat(first.said())
        .contains("### one")
        .contains("### two")
        .contains("| a kind | 2 | 2 |")
        .contains("1,234 steps")
        .isEqualTo(Files.readString(folder.resolve("report.md")));
    JsonNode report = new JsonMapper().readTree(Files.readString(folder.resolve("report.json")));
    assertThat(report.path("suites")).hasSize(2);
    assertThat(report.at("/suites/1/suite").asString()).isEqualTo("two");
    assertThat(report.at("/suites/1/seed").asInt()).isEqualTo(7);
    assertThat(report.at("/suites/1/trials/a kind/held").asInt()).isEqualTo(2);
    assertThat(report.at("/suites/1/counts/steps").asInt()).isEqualTo(1234);
  }

  @Test
  void whatDoesNotHoldFailsTheTestAndIsInTheReport() throws Exception {
    try (Figures figures = new Figures("one", new Effort(false, 7), folder)) {
      assertThat(
              figures.trial(
                  "a kind",
                  "this",
                  () -> {
                    throw new IOException("on purpose");
                  }))
          .isFalse();
      assertThatThrownBy(figures::assertHeld)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("seed 7");
    }
    assertThat(report("--no-run", "--figures", folder.toString()).said())
        .contains("| a kind | 1 | 0 |");
    assertThat(folder.resolve("one.log")).content().contains("FAILED a kind: this");
  }

  @Test
  void whereThereAreNoFiguresThereIsNoReport() throws Exception {
    Ended ended = report("--no-run", "--figures", folder.toString());

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.said()).contains("no figures");
    assertThat(report("--seed", "x").status()).isEqualTo(2);
    assertThat(report("--unknown").status()).isEqualTo(2);
  }
}
