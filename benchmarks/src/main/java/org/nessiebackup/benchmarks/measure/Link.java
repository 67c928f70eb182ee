package org.nessiebackup.benchmarks.measure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How a program reaches the server. */
public enum Link {
  /** As packages, operators and services of PostgreSQL have it. */
  TLS("TLS", "require"),
  /** Where nobody listens in. */
  PLAIN("no TLS", "disable"),
  /** By the files of the server itself, or not at all. */
  LOCAL("local", "disable");

  /** Those that users have a choice of, the usual one first. */
  public static final List<Link> REMOTE = List.of(TLS, PLAIN);

  private final String title;
  private final String sslMode;

  Link(String title, String sslMode) {
    this.title = title;
    this.sslMode = sslMode;
  }

  /**
   * The one of this name on the command line.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Link named(String name) {
    return Stream.of(TLS, PLAIN)
        .filter(link -> link.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--link is \"tls\" or \"plain\", not \"" + name + "\""));
  }

  /** For the report. */
  public String title() {
    return title;
  }

  /** The value of libpq's {@code sslmode}. */
  public String sslMode() {
    return sslMode;
  }
}
