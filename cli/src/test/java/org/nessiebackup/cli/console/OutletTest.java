package org.nessiebackup.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Progress;
import org.nessiebackup.report.text.Printable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a name holds, the console says it in one line and in harmless characters. */
class OutletTest {
  private static final String HOSTILE =
      "main\u001b]0;pwn\u0007\u001b[2J\nerror: forged\r\u009b1A\u202egpj\u2066 AGE-SECRET-KEY-1QQ";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Invocation invocation =
      new Invocation(
          new Streams(
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              InputStream.nullInputStream()),
          Map.of(),
          Clock.systemUTC(),
          new Cancellation());

  private record HostileView() implements View {
    @Override
    public void text(TextPage page) {
      page.line(HOSTILE).field("name", HOSTILE).table(new Table("NAME").row(HOSTILE));
    }

    @Override
    public void json(ObjectNode summary) {
      summary.put("name", HOSTILE).put(HOSTILE, 1).putArray("names").add(HOSTILE);
    }
  }

  private Console console(OutputFormat output, LogFormat log) {
    return Console.of(
        invocation, new Console.Form(output, true, log, Verbosity.NORMAL, "list", view -> {}));
  }

  private static void assertHarmless(ByteArrayOutputStream said, int lines) {
    String text = said.toString(StandardCharsets.UTF_8);
    assertThat(text).doesNotContain("AGE-SECRET-KEY-1");
    assertThat(text.lines()).hasSize(lines).noneMatch(line -> line.startsWith("error: forged"));
    assertThat(text.codePoints().filter(each -> each != '\n' && Printable.isUnsafe(each)))
        .isEmpty();
  }

  @Test
  void resultsForPeople() {
    console(OutputFormat.TEXT, LogFormat.TEXT).show(new HostileView());
    assertHarmless(out, 4);
  }

  /** A statement, a token and a signed address, in each form of the log. */
  @Test
  void theDiagnosticLogHoldsNoSecret() {
    for (OutputFormat output : OutputFormat.values()) {
      for (LogFormat log : LogFormat.values()) {
        Console.of(
                invocation,
                new Console.Form(output, true, log, Verbosity.DEBUG, "list", view -> {}))
            .work()
            .progress()
            .detail(
                Progress.Detail.DEBUG,
                () ->
                    "GET https://bucket/x?X-Amz-Signature=5f3c9d8e7b6a&sig=Zm9vYmFyYmF6"
                        + " Authorization: Bearer abcdefgh12345678"
                        + " jdbc:postgresql://joe:hunter22@db/x?password=hunter22");
      }
    }

    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("GET https://bucket/x")
        .doesNotContain("5f3c9d8e7b6a", "Zm9vYmFyYmF6", "abcdefgh12345678", "hunter22");
  }

  @Test
  void plansForPeople() {
    console(OutputFormat.TEXT, LogFormat.TEXT).preview(new HostileView());
    assertHarmless(err, 4);
  }

  @Test
  void resultsForMachinesAreTheSameValues() {
    console(OutputFormat.JSON, LogFormat.TEXT).show(new HostileView());
    assertHarmless(out, 1);
    assertThat(JsonMapper.shared().readTree(out.toByteArray()).path("name").asString())
        .isEqualTo(HOSTILE.replace("AGE-SECRET-KEY-1QQ", "***"));
  }

  @ParameterizedTest
  @EnumSource
  void warningsNotesAndSteps(LogFormat log) {
    Console console = console(OutputFormat.TEXT, log);
    console.warn(HOSTILE);
    console.note(HOSTILE);
    console.work().progress().step(HOSTILE, 0);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("forged");
    assertHarmless(err, log == LogFormat.JSON ? 3 : 2);
  }

  @ParameterizedTest
  @EnumSource
  void errorsWithTheirTraces(OutputFormat output) {
    BackupException failure =
        Failure.DAMAGED.exception(HOSTILE, HOSTILE, new IllegalStateException(HOSTILE));
    failure.addSuppressed(new IllegalStateException(HOSTILE));
    new Diagnostics(invocation, output, LogFormat.JSON, Verbosity.NORMAL, "list")
        .error(ErrorReport.of(failure, true));
    assertHarmless(err, 1);
    err.reset();
    new Diagnostics(invocation, output, LogFormat.TEXT, Verbosity.NORMAL, "list")
        .error(ErrorReport.of(failure, false));
    assertHarmless(err, output == OutputFormat.JSON ? 1 : 2);
    err.reset();
    new Diagnostics(invocation, OutputFormat.TEXT, LogFormat.TEXT, Verbosity.NORMAL, "list")
        .error(ErrorReport.usage("", Optional.empty(), failure, true));
    String trace = err.toString(StandardCharsets.UTF_8).replace("\n\t", "\n");
    assertThat(trace).contains("Caused by: ", "Suppressed: ").doesNotContain("\nerror: forged");
    assertThat(trace.codePoints().filter(each -> each != '\n' && Printable.isUnsafe(each)))
        .isEmpty();
  }
}
