package org.nessiebackup.cli;

import java.util.function.Supplier;
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

  /** Passes them on while work is done; what is finer may hold headers, and stays where it is. */
  static <T> T passTo(Progress progress, Supplier<T> work) {
    Handler handler = new LogLines(progress);
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    try {
      return work.get();
    } finally {
      root.removeHandler(handler);
    }
  }

  private static final class LogLines extends Handler {
    private static final SimpleFormatter FORMAT = new SimpleFormatter();

    private final Progress progress;

    private LogLines(Progress progress) {
      this.progress = progress;
      setLevel(Level.INFO);
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
    public void close() {}
  }
}
