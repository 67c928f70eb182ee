package org.nessiebackup.cli.console;

import tools.jackson.databind.node.ObjectNode;

/** What is said on standard error when the command itself has ended, or could not begin. */
public final class Diagnostics {
  private final Outlet err;
  private final OutputFormat output;
  private final LogFormat log;
  private final LogLine form;

  /** Speaks for a command, in the forms that were asked for. */
  public Diagnostics(Invocation invocation, OutputFormat output, LogFormat log, String command) {
    this.err = Outlet.err(invocation);
    this.output = output;
    this.log = log;
    this.form = new LogLine(invocation.clock(), command);
  }

  /** Says something to know, although all is done. */
  public synchronized void warning(String message) {
    boolean machines = output == OutputFormat.JSON;
    switch (log) {
      case TEXT -> {
        if (machines) {
          err.message(Json.message("warning").put("message", message));
        } else {
          err.message("warning: " + message);
        }
      }
      case JSON -> err.message(form.of(LogLine.Level.WARNING, "warning", message));
    }
    err.flush();
  }

  /** Reports an error, and answers the exit status. */
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
