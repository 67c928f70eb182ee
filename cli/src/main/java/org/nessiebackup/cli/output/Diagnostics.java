package org.nessiebackup.cli.output;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import tools.jackson.databind.node.ObjectNode;

/** What is said on standard error when the command itself has ended, or could not begin. */
public final class Diagnostics {
  private final PrintStream err;
  private final OutputFormat output;
  private final LogFormat log;
  private final LogLine form;

  /** Speaks for a command, in the forms that were asked for. */
  public Diagnostics(Invocation invocation, OutputFormat output, LogFormat log, String command) {
    this.err = invocation.err();
    this.output = output;
    this.log = log;
    this.form = new LogLine(invocation.clock(), command);
  }

  /** Says something to know, although all is done. */
  public synchronized void warning(String message) {
    boolean machines = output == OutputFormat.JSON;
    switch (log) {
      case TEXT ->
          err.println(
              machines ? Json.message("warning").put("message", message) : "warning: " + message);
      case JSON -> err.println(form.of(LogLine.Level.WARNING, "warning", message));
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
          line.put("stack_trace", trace(report.cause()));
        }
        err.println(line);
        err.flush();
      }
    }
    return report.failure().exitCode();
  }

  private static String trace(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
