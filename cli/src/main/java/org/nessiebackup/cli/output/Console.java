package org.nessiebackup.cli.output;

import java.io.PrintStream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;

/** Where a command says what it does and what came of it. */
public final class Console {
  private final Invocation invocation;
  private final OutputFormat format;
  private final Channel channel;

  private Console(Invocation invocation, OutputFormat format, Channel channel) {
    this.invocation = invocation;
    this.format = format;
    this.channel = channel;
  }

  /** The usual one: data to standard output. */
  public static Console of(Invocation invocation, OutputFormat format) {
    return of(invocation, format, invocation.out());
  }

  /** For a command that needs standard output for something else than its result. */
  public static Console onStandardError(Invocation invocation, OutputFormat format) {
    Invocation swapped =
        new Invocation(
            invocation.err(),
            invocation.err(),
            invocation.in(),
            invocation.environment(),
            invocation.clock(),
            invocation.cancellation());
    return of(swapped, format, invocation.err());
  }

  private static Console of(Invocation invocation, OutputFormat format, PrintStream json) {
    Channel channel =
        switch (format) {
          case TEXT -> new TextChannel(invocation);
          case JSON -> new JsonChannel(invocation, json);
        };
    return new Console(invocation, format, channel);
  }

  /** What operations are given. */
  public WorkContext work() {
    return new WorkContext(
        Tool.nameAndVersion(),
        WorkOwner.of(invocation),
        invocation.clock(),
        channel,
        invocation.cancellation());
  }

  /** Writes a result, and answers the exit status that belongs to it. */
  public int show(View view) {
    channel.result(view);
    return view.exitCode();
  }

  /** Says something to people that is neither data nor a warning. */
  public void note(String message) {
    channel.note(message);
  }

  /** Warns, unless the same warning was given before. */
  public void warn(String message) {
    channel.warning(message);
  }

  /** Ends what shows the progress. */
  public void quiet() {
    channel.quiet();
  }

  /** Shows people what is going to be done; machines ask for it with {@code --dry-run}. */
  public void preview(View view) {
    TextPage page = new TextPage();
    view.text(page);
    page.lines().forEach(channel::note);
  }

  /**
   * Asks a person, who has to type {@code yes}.
   *
   * @param what is going to happen, as a sentence
   * @throws BackupException {@link Failure#TARGET_GUARDED} if the answer is another, or nobody is
   *     there to answer
   */
  public void confirm(String what) {
    boolean somebody =
        format == OutputFormat.TEXT
            && invocation.isTerminal(Invocation.Stream.IN)
            && invocation.isTerminal(Invocation.Stream.ERR);
    if (!somebody) {
      throw new BackupException(
          Failure.TARGET_GUARDED,
          "not confirmed: " + what,
          "Add --yes to go on without a question, or --dry-run to see the plan only.");
    }
    channel.quiet();
    invocation.err().print(what + " Type \"yes\" to go on: ");
    invocation.err().flush();
    String answer = Answers.readLine(invocation.in(), invocation.cancellation());
    if (!answer.strip().equals("yes")) {
      throw new BackupException(Failure.TARGET_GUARDED, "not confirmed; nothing was changed");
    }
  }
}
