package org.nessiebackup.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.nessiebackup.Progress;

/**
 * Where the logs of libraries go: nowhere, as a rule. They say in exceptions what there is to say,
 * and lines of another form between ours would spoil both. With {@code --debug} they are lines of
 * the diagnostic log. Java's logging makes one of these before anything else, and has no settings
 * then but those that this makes, which are none.
 */
public final class LibraryLogs {
  private static final String SETTINGS = "java.util.logging.config.";

  /** For Java's logging, which makes it by name. */
  public LibraryLogs() {}

  /** Before the first line, and unless whoever started us wants to see them. */
  static void drop() {
    if (System.getProperty(SETTINGS + "file") == null) {
      System.setProperty(SETTINGS + "class", LibraryLogs.class.getName());
    }
  }

  /** Passes them on until it is closed; what is finer may hold headers, and stays where it is. */
  static Passed passTo(Progress progress) {
    Passed handler = new Passed(progress);
    handler.setLevel(Level.INFO);
    Logger.getLogger("").addHandler(handler);
    return handler;
  }

  /** Writes them into the diagnostic log. */
  static final class Passed extends Handler implements AutoCloseable {
    private static final SimpleFormatter FORMAT = new SimpleFormatter();

    private final Progress progress;

    private Passed(Progress progress) {
      this.progress = progress;
    }

    @Override
    public void publish(LogRecord record) {
      if (isLoggable(record)) {
        progress.detail(
            Progress.Detail.DEBUG,
            () -> record.getLoggerName() + ": " + FORMAT.formatMessage(record));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      Logger.getLogger("").removeHandler(this);
    }
  }
}
