package org.nessiebackup.cli.console;

import java.util.function.Supplier;
import org.nessiebackup.Progress;
import tools.jackson.databind.node.ObjectNode;

/** What is said on standard error when the command itself has ended, or could not begin. */
public final class Diagnostics implements Progress {
  private final Outlet err;
  private final OutputFormat output;
  private final LogFormat log;
  private final Verbosity verbosity;
  private final LogLine form;

  /** Speaks for a command, in the forms that were asked for. */
  public Diagnostics(
      Invocation invocation,
      OutputFormat output,
      LogFormat log,
      Verbosity verbosity,
      String command) {
    this.err = Outlet.err(invocation);
    this.output = output;
    this.log = log;
    this.verbosity = verbosity;
    this.form = new LogLine(invocation.clock(), command);
  }

  @Override
  public void step(String name, long totalBytes) {}

  @Override
  public void advanced(long rows, long bytes) {}

  @Override
  public synchronized void detail(Detail level, Supplier<String> message) {
    if (verbosity.shows(level)) {
      switch (log) {
        case TEXT -> err.message(Text.clock(form.clock().instant()) + " " + message.get());
        case JSON -> err.message(form.detail(level, message.get()));
      }
      err.flush();
    }
  }

  /** Says something to know, although all is done. */
  @Override
  public synchronized void warning(String message) {
    boolean machines = output == OutputFormat.JSON;
    switch (log) {
      case TEXT -> {
        if (machines) {
          err.message(Json.message("warning").put("message", message));
        } else {
          err.message(Tone.DOUBTFUL, "warning:", message);
        }
      }
      case JSON -> err.message(form.of(LogLine.Level.WARNING, "warning", message));
    }
    err.flush();
  }

  /** Reports an error, and returns the exit status. */
  public synchronized int error(ErrorReport report) {
    switch (log) {
      case TEXT -> report.print(err, output);
      case JSON -> {
        ObjectNode line = form.of(LogLine.Level.ERROR, "error", report.message());
        report.members(line);
        if (report.traced()) {
          line.put("stack_trace", String.join("\n", StackTrace.of(report.cause())));
        }
        err.message(line);
        err.flush();
      }
    }
    return report.failure().exitCode();
  }
}
