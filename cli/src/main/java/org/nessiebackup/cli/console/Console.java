package org.nessiebackup.cli.console;

import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;

/** Where a command reports what it does, and its result. */
public final class Console {
  private final Invocation invocation;
  private final Form form;
  private final Channel channel;

  private Console(Invocation invocation, Form form, Channel channel) {
    this.invocation = invocation;
    this.form = form;
    this.channel = channel;
  }

  /** The usual one: data to standard output. */
  public static Console of(Invocation invocation, Form form) {
    return of(invocation, form, Outlet.out(invocation));
  }

  /** For a command that needs standard output for something else than its result. */
  public static Console onStandardError(Invocation invocation, Form form) {
    return of(invocation, form, Outlet.err(invocation));
  }

  private static Console of(Invocation invocation, Form form, Outlet out) {
    Channel results =
        switch (form.output()) {
          case TEXT -> new TextChannel(invocation, out);
          case JSON -> new JsonChannel(form.command(), invocation, out, form.progress());
        };
    Channel channel =
        switch (form.log()) {
          case TEXT -> results;
          case JSON ->
              new LogChannel(
                  results, new LogLine(invocation.clock(), form.command()), Outlet.err(invocation));
        };
    ProgressMeter meter = new ProgressMeter(invocation.clock(), 0);
    return new Console(
        invocation, form, new LevelChannel(channel, form.verbosity(), meter, invocation.clock()));
  }

  /** Takes away what shows the progress, should a run end with neither a result nor an error. */
  public static void end(Invocation invocation) {
    Outlet.err(invocation).erase();
  }

  /**
   * How to talk, and about what.
   *
   * @param output how results are written
   * @param progress whether machines hear of more than the result
   * @param log how all else is written
   * @param verbosity how much
   * @param command the command that speaks
   * @param results hears of results, for the metrics of the run
   */
  public record Form(
      OutputFormat output,
      boolean progress,
      LogFormat log,
      Verbosity verbosity,
      String command,
      Consumer<View> results) {}

  /** Whether each object is reported. */
  public boolean verbose() {
    return form.verbosity().shows(Progress.Detail.VERBOSE);
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

  /** Writes a result, and returns the exit status that belongs to it. */
  public int show(View view) {
    form.results().accept(view);
    channel.result(view);
    return view.exitCode();
  }

  /** Notes a result that is not written, because something after it has failed. */
  public void record(View view) {
    form.results().accept(view);
  }

  /** Says something to people that is neither data nor a warning. */
  public void note(String message) {
    channel.note(message);
  }

  /** Writes down who has asked for what, also if nothing else is to be said. */
  public void audit(String line) {
    channel.audit(line);
  }

  /** Passes on a line that a process of ours has said elsewhere, whatever form that has. */
  public void relay(String line) {
    Outlet.out(invocation).line(line);
  }

  /** Warns; of what comes again and again, once an hour. */
  public void warn(String message) {
    channel.warning(message);
  }

  /** Shows people what is going to be done; machines ask for it with {@code --dry-run}. */
  public void preview(View view) {
    channel.plan(view);
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
        form.output() == OutputFormat.TEXT
            && invocation.isTerminal(Invocation.Stream.IN)
            && invocation.isTerminal(Invocation.Stream.ERR);
    if (!somebody) {
      throw Failure.TARGET_GUARDED.exception(
          "not confirmed: " + what,
          "Add --yes to go on without a question, or --dry-run to see the plan only.");
    }
    Outlet outlet = Outlet.err(invocation);
    outlet.question(what + " Type \"yes\" to go on: ");
    Optional<String> answer =
        Prompt.readLine(invocation.in(), invocation.cancellation(), () -> outlet.message(""));
    if (answer.filter(text -> text.strip().equals("yes")).isEmpty()) {
      throw Failure.TARGET_GUARDED.exception("not confirmed; nothing was changed");
    }
  }
}
