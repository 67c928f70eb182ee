package org.nessiebackup.cli.console;

import java.time.Clock;
import java.util.Locale;
import org.nessiebackup.Progress;
import org.nessiebackup.report.Shape;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lines of {@code --log-format json}.
 *
 * @param clock the current time
 * @param command the command that speaks
 */
record LogLine(Clock clock, String command) {
  /** How much it matters. */
  enum Level {
    DEBUG,
    VERBOSE,
    INFO,
    WARNING,
    ERROR
  }

  /** A line; more members may be added. */
  ObjectNode of(Level level, String messageType, String message) {
    ObjectNode line = Json.message(messageType);
    line.put("time", Shape.time(clock.instant()));
    line.put("level", level.name().toLowerCase(Locale.ROOT));
    line.put("command", command);
    return line.put("message", message);
  }

  /** A line of the diagnostic log. */
  ObjectNode detail(Progress.Detail level, String message) {
    return of(
        switch (level) {
          case VERBOSE -> Level.VERBOSE;
          case DEBUG -> Level.DEBUG;
        },
        "detail",
        message);
  }
}
