package org.nessiebackup.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The shipped launcher at work, as a process of its own. It becomes the Java that it starts. */
public final class LaunchedCommand implements AutoCloseable {
  private static final long MINUTES = 2;

  private final List<String> arguments;
  private final Process process;
  private final CompletableFuture<String> out;
  private final CompletableFuture<String> err;

  private LaunchedCommand(List<String> arguments, Process process, Consumer<String> onLine) {
    this.arguments = arguments;
    this.process = process;
    this.out = reader(process.getInputStream(), onLine);
    this.err = reader(process.getErrorStream(), line -> {});
  }

  /**
   * Starts a command.
   *
   * @param onLine gets each line of standard output as it comes
   */
  public static LaunchedCommand start(
      Map<String, String> environment, List<String> arguments, Consumer<String> onLine) {
    List<String> command = new ArrayList<>();
    command.add(Installation.launcher().toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    prepare(builder.environment(), environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return new LaunchedCommand(arguments, process, onLine);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing of the tests' own environment may decide what a command does. */
  public static void prepare(Map<String, String> target, Map<String, String> environment) {
    target
        .keySet()
        .removeIf(name -> name.startsWith("PG") || name.matches("(POSTGRES|NESSIE|QUARKUS)_.*"));
    target.put("NESSIE_BACKUP_JAVA_HOME", System.getProperty("java.home"));
    target.putAll(environment);
  }

  public long processId() {
    return process.pid();
  }

  /** SIGKILL: the process has ended when this returns. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Sends a signal, such as {@code TERM}, which the process may answer as it likes. */
  public void signal(String name) {
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -%s %d".formatted(name, process.pid()))
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for the end, or for a time to pass. */
  public boolean ended(long milliseconds) {
    try {
      return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for the end. */
  public CommandResult result() {
    awaitEnd();
    return new CommandResult(arguments, process.exitValue(), out.join(), err.join());
  }

  private void awaitEnd() {
    if (!ended(TimeUnit.MINUTES.toMillis(MINUTES))) {
      process.destroyForcibly();
      throw new AssertionError("\"%s\" does not end".formatted(String.join(" ", arguments)));
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static CompletableFuture<String> reader(InputStream stream, Consumer<String> onLine) {
    CompletableFuture<String> text = new CompletableFuture<>();
    // A pipe is read by a blocking call, of which a few occupy all that carries virtual threads.
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              StringBuilder lines = new StringBuilder();
              try (BufferedReader reader =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                  lines.append(line).append('\n');
                  onLine.accept(line);
                }
              } catch (IOException closed) {
                lines.append("(no more of it: ").append(closed.getMessage()).append(")\n");
              } finally {
                text.complete(lines.toString());
              }
            });
    return text;
  }
}
