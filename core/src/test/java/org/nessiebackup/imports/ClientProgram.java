package org.nessiebackup.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.testing.StockProgram;
import org.nessiebackup.testing.TestDatabase;

/** A program of PostgreSQL's that connects with a database: {@code psql}, {@code pg_dump}. */
public final class ClientProgram {
  private static final Pattern VERSION = Pattern.compile("\\b(\\d+)\\.\\d+");

  private final StockProgram program;

  private ClientProgram(StockProgram program) {
    this.program = program;
  }

  /** The program, or the end of the test. */
  public static ClientProgram require(String name) {
    return new ClientProgram(StockProgram.require(name));
  }

  /** Its major version, as {@code --version} tells. */
  public int majorVersion() {
    Matcher matcher = VERSION.matcher(run(List.of("--version")).text());
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  /** Runs it as the superuser of a database, whatever comes of it. */
  public StockProgram.Result run(TestDatabase database, String... arguments) {
    PostgresServer server = database.server();
    List<String> all =
        new ArrayList<>(List.of("-h", server.host(), "-p", String.valueOf(server.port())));
    all.addAll(List.of("-U", server.user(), "-w", "-d", database.name()));
    all.addAll(List.of(arguments));
    return run(all);
  }

  /** Runs it as the superuser of a database and fails the test if it fails. */
  public void succeed(TestDatabase database, String... arguments) {
    run(database, arguments).succeeded();
  }

  private StockProgram.Result run(List<String> arguments) {
    try {
      return program.run(new byte[0], arguments.toArray(String[]::new));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
