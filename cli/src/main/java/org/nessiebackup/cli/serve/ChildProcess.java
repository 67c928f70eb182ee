package org.nessiebackup.cli.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.service.run.CommandResult;

/**
 * The program once more, as a process with its own memory. It ends when its input does: the system
 * closes that together with this process, however this process ends, so that no writer is left
 * behind.
 */
final class ChildProcess {
  /** Names the launcher by which this process was started. */
  static final String LAUNCHER = "NESSIE_BACKUP_LAUNCHER";

  /** Longer than the program takes to clean up behind itself. */
  private static final int PATIENCE_SECONDS = 35;

  private static final String MAIN = "org.nessiebackup.cli.Main";

  private final Invocation invocation;

  ChildProcess(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Runs a command line to its end. That there is no such process is what it came to, too. */
  CommandResult run(
      List<String> words,
      Map<String, String> environment,
      ResultLines lines,
      Cancellation cancellation) {
    try {
      return lines.result(status(words, environment, lines, cancellation));
    } catch (BackupException e) {
      return lines.failed(e);
    }
  }

  private int status(
      List<String> words,
      Map<String, String> environment,
      ResultLines lines,
      Cancellation cancellation) {
    Process process = start(words, environment);
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      Cancellation.Registration stop = cancellation.onRequest(() -> stop(process));
      try {
        Thread errors = Thread.ofVirtual().start(() -> err.lines().forEach(lines::line));
        out.lines().forEach(lines::line);
        errors.join();
        int status = process.waitFor();
        // Until here it was held open.
        process.getOutputStream().close();
        return status;
      } finally {
        stop.close();
      }
    } catch (IOException | UncheckedIOException e) {
      throw Failure.INTERNAL.exception("a process of its own cannot be listened to", null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cancellation.interrupted(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(List<String> words, Map<String, String> environment) {
    List<String> line = new ArrayList<>(program());
    line.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(Invocation.CHILD, "true");
    try {
      return builder.start();
    } catch (IOException e) {
      throw Failure.INTERNAL.exception(
          "cannot start \"%s\"".formatted(line.getFirst()),
          "Is there enough memory, and is the program still where it was when the service started?",
          e);
    }
  }

  /** The launcher knows best how much memory there is; without it, this Java with these classes. */
  private List<String> program() {
    Optional<String> launcher = invocation.variable(LAUNCHER);
    return launcher
        .map(List::of)
        .orElseGet(
            () ->
                List.of(
                    System.getProperty("java.home") + "/bin/java",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    MAIN));
  }

  private static void stop(Process process) {
    process.destroy();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                  process.destroyForcibly();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }
}
