package org.nessiebackup.cli.console;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.Cancellation;
import org.nessiebackup.cli.text.Redaction;

/**
 * All that one run of the program gets from outside, apart from its arguments.
 *
 * @param streams where it reads and writes
 * @param environment the environment variables
 * @param clock the current time
 * @param cancellation a request to stop, which a signal makes
 * @param redaction keeps secrets out of what is said
 * @param terminal where people see it, if they do
 * @param resources what it opens and keeps to its end
 */
public record Invocation(
    Streams streams,
    Map<String, String> environment,
    Clock clock,
    Cancellation cancellation,
    Redaction redaction,
    Terminal terminal,
    Resources resources) {
  /** What folders of this program are called, of a user and of the machine. */
  public static final String FOLDER = "nessie-backup";

  /** One that has no arguments. */
  public Invocation(
      Streams streams, Map<String, String> environment, Clock clock, Cancellation cancellation) {
    this(
        streams,
        environment,
        clock,
        cancellation,
        Redaction.of(environment, List.of()),
        new Terminal(environment, clock),
        new Resources());
  }

  /**
   * The same with more that may hold secrets.
   *
   * @param settings what files say, by the names that variables would have
   * @param arguments the command line
   */
  public Invocation withSecretsOf(Map<String, String> settings, List<String> arguments) {
    Map<String, String> given = new HashMap<>(settings);
    given.putAll(environment);
    return new Invocation(
        streams,
        environment,
        clock,
        cancellation,
        Redaction.of(given, arguments),
        terminal,
        resources);
  }

  /** The same with variables of somebody else. */
  public Invocation withEnvironment(Map<String, String> variables) {
    return new Invocation(streams, variables, clock, cancellation, redaction, terminal, resources);
  }

  /** The same with an owner for what is opened. */
  public Invocation withResources(Resources owner) {
    return new Invocation(streams, environment, clock, cancellation, redaction, terminal, owner);
  }

  /** The folder of this program below that of the user's configuration. */
  public Optional<Path> configuration() {
    return variable("XDG_CONFIG_HOME")
        .map(Path::of)
        .or(() -> variable("HOME").map(home -> Path.of(home).resolve(".config")))
        .map(folder -> folder.resolve(FOLDER));
  }

  /** Standard output. */
  public PrintStream out() {
    return streams.out();
  }

  /** Standard error. */
  public PrintStream err() {
    return streams.err();
  }

  /** Standard input. */
  public InputStream in() {
    return streams.in();
  }

  /**
   * The launcher says here which of its streams are terminals, as digits: {@code 012} for all
   * three. Java knows that for all streams together only, and not in all versions.
   */
  public static final String TERMINALS = "NESSIE_BACKUP_TERMINALS";

  /** Says that a service has started this process, which ends with its standard input. */
  public static final String CHILD = "NESSIE_BACKUP_CHILD";

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

  /** Whether a line of a stream can be written over: somebody looks, and it is no plain printer. */
  boolean canWriteOver(Stream stream) {
    return isTerminal(stream) && !variable("TERM").orElse("").equals("dumb");
  }

  /**
   * Whether a stream may be coloured, by the words that other programs know: {@code NO_COLOR} and
   * {@code CLICOLOR=0} forbid it, {@code FORCE_COLOR} and {@code CLICOLOR_FORCE} want it even where
   * nobody looks.
   */
  public boolean coloured(Stream stream) {
    if (variable("NO_COLOR").isPresent()) {
      return false;
    }
    if (isWanted("FORCE_COLOR") || isWanted("CLICOLOR_FORCE")) {
      return true;
    }
    return isTerminal(stream)
        && !variable("CLICOLOR").orElse("").equals("0")
        && !variable("TERM").orElse("dumb").equals("dumb");
  }

  private boolean isWanted(String name) {
    return variable(name).filter(value -> !value.equals("0")).isPresent();
  }

  /** How wide the lines of a stream may be. */
  public int columns(Stream stream) {
    return isTerminal(stream) ? terminal.columns() : TextPage.ENDLESS;
  }
}
