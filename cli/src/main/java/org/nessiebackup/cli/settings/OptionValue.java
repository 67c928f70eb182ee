package org.nessiebackup.cli.settings;

/**
 * What an option is set to without being typed.
 *
 * @param text the value; empty says that nothing is wanted
 * @param place where that is said, for people
 * @param command the one command that it is said for; empty if it is said for all
 * @param source what kind of place that is
 */
public record OptionValue(String text, String place, String command, Source source) {
  /** The same, said for one command. */
  OptionValue of(String one) {
    return new OptionValue(text, place, one, source);
  }

  /** Kinds of places, the one that wins first. */
  public enum Source {
    /** A variable. */
    ENVIRONMENT,
    /** A file, for the profile that is asked for. */
    PROFILE,
    /** A file, for the catalog that is asked for. */
    CATALOG,
    /** A file. */
    FILE
  }
}
