package org.nessiebackup.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nessiebackup.Cancellation;

class AuditTest {
  @ParameterizedTest
  @CsvSource({
    "TEXT, TEXT, QUIET",
    "TEXT, TEXT, NORMAL",
    "TEXT, JSON, QUIET",
    "JSON, TEXT, QUIET",
    "JSON, TEXT, NORMAL",
    "JSON, JSON, DEBUG"
  })
  void isWrittenDownEachTimeHoweverLittleElseIsSaid(
      OutputFormat output, LogFormat log, Verbosity verbosity) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Invocation invocation =
        new Invocation(
            new Streams(stream(out), stream(err), InputStream.nullInputStream()),
            Map.of(),
            Clock.systemUTC(),
            new Cancellation());
    Console console =
        Console.of(invocation, new Console.Form(output, true, log, verbosity, "serve", view -> {}));

    console.audit("audit: subject=anna status=202");
    console.audit("audit: subject=anna status=202");

    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .allMatch(line -> line.contains("audit: subject=anna status=202"));
    assertThat(out.size()).isZero();
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
