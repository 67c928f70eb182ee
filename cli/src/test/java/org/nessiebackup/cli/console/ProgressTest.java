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
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.cli.testing.Screen;
import org.nessiebackup.cli.text.Width;

class ProgressTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final HandClock clock = new HandClock();
  private final Map<String, String> environment = new HashMap<>();

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
    environment.put(Invocation.TERMINALS, terminals);
    environment.putIfAbsent(Terminal.EVERYBODY, "80");
    Invocation invocation =
        new Invocation(
            new Streams(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                InputStream.nullInputStream()),
            environment,
            clock,
            new Cancellation());
    return Console.of(
            invocation,
            new Console.Form(
                format, progress, LogFormat.TEXT, Verbosity.NORMAL, "backup", view -> {}))
        .work()
        .progress();
  }

  private boolean progress = true;

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
            "reading: 20 %, 20.0 KiB, 2.0 KiB/s, 1,000 rows, 40 s left",
            "reading: 40 %, 40.0 KiB, 2.0 KiB/s, 2,000 rows, 30 s left");
  }

  @Test
  void aTerminalGetsABarThatIsErasedBeforeAnythingElse() {
    Progress progress = progress(OutputFormat.TEXT, "2");
    progress.step("reading", 1000);
    clock.pass(Duration.ofSeconds(1));
    progress.advanced(1, 500);
    assertThat(Screen.of(shown(), 80).lines())
        .containsExactly(
            "reading  [#######------]   50 %       1 s left       500 B/s       500 B  1 row");
    progress.warning("something");
    progress.warning("something");
    assertThat(Screen.of(shown(), 80).lines()).containsExactly("warning: something");
  }

  @Test
  void partsAreCountedByWhoeverPutsThemTogether() {
    Progress progress = progress(OutputFormat.TEXT, "2");
    progress.part(3, 8);
    progress.uncounted().part(1, 4);
    progress.uncounted().step("loading", 0);
    assertThat(Screen.of(shown(), 80).lines()).containsExactly("3/8 loading  …");
  }

  /**
   * From a narrow one that has room for the name and how far it is, to one that has room for all.
   */
  @ParameterizedTest
  @ValueSource(ints = {20, 40, 60, 80, 132, 200})
  void theBarFitsTheTerminal(int columns) {
    environment.put(Terminal.EVERYBODY, String.valueOf(columns));
    Progress progress = progress(OutputFormat.TEXT, "2");
    progress.part(2, 4);
    progress.step("reading 売上 back and comparing it with what is there", 400L << 20);
    for (int second = 0; second < 100; second++) {
      clock.pass(Duration.ofSeconds(1));
      progress.advanced(1_234_567, 4 << 20);
      Screen screen = Screen.of(shown(), columns);
      assertThat(screen.wrapped()).isEmpty();
      assertThat(screen.lines()).hasSize(1);
      assertThat(Width.of(screen.lines().getFirst())).isLessThan(columns);
    }
    assertThat(shown()).contains("2/4 reading", "100 %");
  }

  @Test
  void aBarThatIsTooLongForAWindowMadeNarrowerGoesOnInNoOtherLine() {
    Progress progress = progress(OutputFormat.TEXT, "2");
    progress.step("reading", 1000);
    for (int second = 0; second < 5; second++) {
      clock.pass(Duration.ofMillis(150));
      progress.advanced(1, 100);
    }
    assertThat(Screen.of(shown(), 30).lines()).hasSize(1);
  }

  @Test
  void aPrinterGetsLinesInsteadOfABar() {
    environment.put("TERM", "dumb");
    Progress progress = progress(OutputFormat.TEXT, "2");
    progress.step("reading", 1000);
    assertThat(shown()).isEmpty();
  }

  @Test
  void machinesThatDoNotAskForProgressGetTheResultAlone() {
    progress = false;
    Progress progress = progress(OutputFormat.JSON, "2");
    progress.step("reading", 1000);
    clock.pass(Duration.ofSeconds(2));
    progress.advanced(1, 250);
    progress.warning("something");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(shown()).isEqualTo("{\"message_type\":\"warning\",\"message\":\"something\"}\n");
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
