package org.nessiebackup.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.Cancellation;
import org.nessiebackup.testing.HandClock;

class WarningsTest {
  private static final Instant MONDAY = Instant.parse("2026-11-23T03:00:00Z");

  private final HandClock clock = new HandClock(MONDAY);
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Console console(LogFormat log) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return Console.of(
        new Invocation(
            new Streams(stream, stream, InputStream.nullInputStream()),
            Map.of(),
            clock,
            new Cancellation()),
        new Console.Form(OutputFormat.TEXT, false, log, Verbosity.NORMAL, "serve", view -> {}));
  }

  private long given(String warning) {
    return err.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains(warning))
        .count();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsTriedAgainAllTheTimeWarnsOnceAnHour(LogFormat log) {
    Console console = console(log);
    for (int minute = 0; minute < 150; minute++) {
      console.warn("cannot connect");
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(given("cannot connect")).isEqualTo(3);
  }

  @Test
  void troubleThatWasOverAndIsBackIsSaid() {
    Console console = console(LogFormat.TEXT);
    console.warn("the vault cannot be read");
    console.warn("the vault cannot be read");
    clock.advance(Duration.ofMinutes(3));
    console.warn("the vault cannot be read");
    assertThat(given("the vault cannot be read")).isEqualTo(2);
  }

  @Test
  void aClockThatIsSetBackSilencesNothing() {
    Console console = console(LogFormat.TEXT);
    console.warn("the vault cannot be read");
    clock.advance(Duration.ofDays(-1));
    console.warn("the vault cannot be read");
    assertThat(given("the vault cannot be read")).isEqualTo(2);
  }
}
