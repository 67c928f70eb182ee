package org.nessiebackup.cli;

/**
 * Where the logs of libraries go: nowhere. They say in exceptions what there is to say, and lines
 * of another form between ours would spoil both. Java's logging makes one of these before anything
 * else, and has no settings then but those that this makes, which are none.
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
}
