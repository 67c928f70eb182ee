package org.nessiebackup.cli.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** A stack trace in lines, each of which is one whatever the messages in it quote. */
final class StackTrace {
  private final List<String> lines = new ArrayList<>();
  private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private StackTrace() {}

  static List<String> of(Throwable error) {
    StackTrace trace = new StackTrace();
    trace.add("", error);
    return List.copyOf(trace.lines);
  }

  private void add(String caption, Throwable error) {
    lines.add(caption + error);
    if (!seen.add(error)) {
      return;
    }
    for (StackTraceElement frame : error.getStackTrace()) {
      lines.add("\tat " + frame);
    }
    for (Throwable suppressed : error.getSuppressed()) {
      add("\tSuppressed: ", suppressed);
    }
    if (error.getCause() != null) {
      add("Caused by: ", error.getCause());
    }
  }
}
