package org.nessiebackup.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.sandbox.PostgresServer;

class CompareTest {
  private @TempDir Path folder;

  @Test
  void measuresASmallCatalogAndAppendsATable() throws SQLException, IOException {
    Path output = folder.resolve("benchmarks.md");
    String report =
        Compare.measure(
            Arguments.parse(
                "50",
                "--rounds",
                "1",
                "--embedded=" + versionThatTheProgramsKnow(),
                "--work",
                folder.resolve("work").toString(),
                "--output",
                output.toString()));

    assertThat(Files.readString(output)).isEqualTo(report);
    assertThat(report)
        .contains(": 50 commits")
        .doesNotContain("not measured")
        .containsPattern("\\| `nessie-backup restore` \\| \\d+\\.\\d\\d s \\|")
        .contains("| time of `nessie-backup backup` : `pg_dump -Fc` |");
  }

  @Test
  void argumentsAreReadInAnyOrder() {
    Arguments arguments = Arguments.parse("--rounds", "5", "100000", "--server-bin=/opt/pg/bin");

    assertThat(arguments.commits()).isEqualTo(100_000);
    assertThat(arguments.rounds()).isEqualTo(5);
    assertThat(arguments.serverFolder()).contains(Path.of("/opt/pg/bin"));
    assertThat(Arguments.parse().commits()).isEqualTo(20_000);
    assertThat(Arguments.parse("--embedded").embedded()).isTrue();
  }

  @Test
  void argumentsThatMakeNoSenseAreNamed() {
    assertThatThrownBy(() -> Arguments.parse("many")).hasMessageContaining("\"many\"");
    assertThatThrownBy(() -> Arguments.parse("--round", "3")).hasMessageContaining("\"--round\"");
    assertThatThrownBy(() -> Arguments.parse("--rounds")).hasMessageContaining("wants a value");
    assertThatThrownBy(() -> Arguments.parse("0")).hasMessageContaining("something to measure");
  }

  /** The newest server of the tests that the machine's pg_dump can read. */
  private static int versionThatTheProgramsKnow() {
    Optional<Integer> version =
        Programs.clientsOnPath()
            .map(path -> Programs.majorVersion(path.resolve("pg_dump")))
            .flatMap(CompareTest::newestUpTo);
    if (System.getenv("CI") != null) {
      assertThat(version).as("pg_dump and psql, which this test needs").isPresent();
    }
    assumeTrue(version.isPresent(), "pg_dump and psql are not installed, or older than any server");
    return version.get();
  }

  private static Optional<Integer> newestUpTo(int programs) {
    NavigableSet<Integer> servers = new TreeSet<>(PostgresServer.available());
    return Optional.ofNullable(servers.floor(programs));
  }
}
