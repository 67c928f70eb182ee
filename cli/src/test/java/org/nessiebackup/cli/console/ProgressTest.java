package org.nessiebackup.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;

class ProgressTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final HandClock clock = new HandClock();

  /** A clock that is moved by hand. */
  private static final class HandClock extends Clock {
    private Instant now = Instant.parse("2026-11-22T00:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private Progress progress(OutputFormat format, String terminals) {
    Invocation invocation =
        new Invocation(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InputStream.nullInputStream(),
            Map.of(Invocation.TERMINALS, terminals),
            clock,
            new Cancellation());
    return Console.of(
            invocation,
            new Console.Form(format, LogFormat.TEXT, Verbosity.NORMAL, "backup", view -> {}))
        .work()
        .progress();
  }

  private String shown() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shortWorkSaysNothingWhereNobodyLooks() {
    Progress progress = progress(OutputFormat.TEXT, "");
    progress.step("reading", 1000);
    clock.pass(Duration.ofSeconds(9));
    progress.advanced(10, 500);
    assertThat(shown()).isEmpty();
  }

  @Test
  void longWorkSaysALineInTenSeconds() {
    Progress progress = progress(OutputFormat.TEXT, "");
    progress.step("reading", 100 * 1024);
    for (int second = 0; second < 25; second++) {
      clock.pass(Duration.ofSeconds(1));
      progress.advanced(100, 2048);
    }
    assertThat(shown().lines())
        .containsExactly(
            "reading: 20 %, 20.0 KiB, 2.0 KiB/s, 1,000 rows",
            "reading: 40 %, 40.0 KiB, 2.0 KiB/s, 2,000 rows");
  }

  @Test
  void aTerminalGetsABarThatIsErasedBeforeAnythingElse() {
    Progress progress = progress(OutputFormat.TEXT, "2");
    progress.step("reading", 1000);
    clock.pass(Duration.ofSeconds(1));
    progress.advanced(1, 500);
    assertThat(shown()).contains("[############------------] 50 %").doesNotContain("\n");
    progress.warning("something");
    progress.warning("something");
    assertThat(shown()).endsWith("\r\u001b[Kwarning: something\n");
  }

  @Test
  void machinesGetStatusAndWarningsAsLines() {
    Progress progress = progress(OutputFormat.JSON, "2");
    progress.step("reading", 1000);
    progress.advanced(1, 500);
    clock.pass(Duration.ofSeconds(2));
    progress.advanced(1, 250);
    progress.warning("something");
    progress.warning("something");
    assertThat(shown()).isEmpty();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "{\"message_type\":\"status\",\"step\":\"reading\",\"percent_done\":0.0,\"total_bytes\":1000,\"bytes_done\":0,\"rows_done\":0,\"seconds_elapsed\":0.0}",
            "{\"message_type\":\"status\",\"step\":\"reading\",\"percent_done\":0.75,\"total_bytes\":1000,\"bytes_done\":750,\"rows_done\":2,\"seconds_elapsed\":2.0}",
            "{\"message_type\":\"warning\",\"message\":\"something\"}");
  }
}
