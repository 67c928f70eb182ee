package org.nessiebackup.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.sandbox.PostgresServer;

class CompareTest {
  private @TempDir Path folder;

  @Tag("thorough")
  @Test
  void measuresASmallCatalogOverTlsAndPutsATableBeforeOlderOnes() throws SQLException, IOException {
    Path output = folder.resolve("benchmarks.md");
    Files.writeString(output, "# Benchmarks\n\n## Before\n\nold\n");
    String report =
        Benchmark.COMPARE.report(
            Benchmark.COMPARE.read(
                "50",
                "--rounds",
                "1",
                "--link",
                "tls",
                "--embedded=" + versionThatTheProgramsKnow(),
                "--work",
                folder.resolve("work").toString(),
                "--output",
                output.toString()));

    assertThat(Files.readString(output))
        .isEqualTo("# Benchmarks\n" + report + "\n## Before\n\nold\n");
    assertThat(report)
        .contains(": full backups and restores, 50 commits")
        .containsPattern(measured("`nessie-backup backup` | TLS"))
        .containsPattern(measured("`nessie-backup restore` | TLS"))
        .containsPattern(measured("`psql -f` of that | TLS"))
        .contains("| time of `nessie-backup backup`, TLS : `pg_dump -Fc` | ≤ 1/12 |")
        .contains("| time of `nessie-backup restore`, TLS : `psql -f` of that | ≤ 0.45 |")
        .contains("| Nessie's `export`, not exact | TLS |  |  |  | not measured: ")
        .contains("| `pg_dump` into `restic backup --stdin` | TLS |")
        .contains("| `pgbackrest backup --type=full`, the whole server | local |");
  }

  /** Times by the clock, and of the processors for the command and the server. */
  private static String measured(String line) {
    return Pattern.quote("| " + line + " | ") + "(\\d+\\.\\d\\d s \\| ){3}";
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
