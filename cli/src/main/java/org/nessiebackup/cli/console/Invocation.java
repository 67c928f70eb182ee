package org.nessiebackup.cli.console;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.Cancellation;
import org.nessiebackup.cli.text.Redaction;

/**
 * All that one run of the program gets from outside, apart from its arguments.
 *
 * @param out standard output
 * @param err standard error
 * @param in standard input
 * @param environment the environment variables
 * @param clock the current time
 * @param cancellation a request to stop, which a signal makes
 * @param redaction keeps secrets out of what is said
 */
public record Invocation(
    PrintStream out,
    PrintStream err,
    InputStream in,
    Map<String, String> environment,
    Clock clock,
    Cancellation cancellation,
    Redaction redaction) {
  /** One that has no arguments. */
  public Invocation(
      PrintStream out,
      PrintStream err,
      InputStream in,
      Map<String, String> environment,
      Clock clock,
      Cancellation cancellation) {
    this(out, err, in, environment, clock, cancellation, Redaction.of(environment, List.of()));
  }

  /** The same with arguments that may hold secrets. */
  public Invocation withArguments(List<String> arguments) {
    return new Invocation(
        out, err, in, environment, clock, cancellation, Redaction.of(environment, arguments));
  }

  /**
   * The launcher says here which of its streams are terminals, as digits: {@code 012} for all
   * three. Java knows that for all streams together only, and not in all versions.
   */
  public static final String TERMINALS = "NESSIE_BACKUP_TERMINALS";

  /** A stream of the process, by its file descriptor. */
  public enum Stream {
    /** Standard input. */
    IN("0"),
    /** Standard output. */
    OUT("1"),
    /** Standard error. */
    ERR("2");

    private final String digit;

    Stream(String digit) {
      this.digit = digit;
    }
  }

  /** An environment variable; an empty one counts as unset. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** Whether a person looks at, or types into, a stream. */
  public boolean isTerminal(Stream stream) {
    return variable(TERMINALS).orElse("").contains(stream.digit);
  }

  /** Whether a stream may be coloured. */
  public boolean coloured(Stream stream) {
    return isTerminal(stream)
        && variable("NO_COLOR").isEmpty()
        && !variable("TERM").orElse("dumb").equals("dumb");
  }
}
