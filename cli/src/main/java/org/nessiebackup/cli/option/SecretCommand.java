package org.nessiebackup.cli.option;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.output.Invocation;

/**
 * A shell command that prints a secret. No message repeats what it prints to standard output.
 *
 * @param what what to call it in messages, such as {@code password command}
 * @param option the option that names it
 */
record SecretCommand(String what, String option) {
  private static final int LIMIT_SECONDS = 30;
  private static final int LONGEST = 64 * 1024;

  /** Runs a command line and answers what it prints, at most 64 KiB of it. */
  byte[] run(String line, Invocation invocation) {
    Process process = start(line);
    Cancellation.Registration stop = invocation.cancellation().onRequest(process::destroyForcibly);
    try {
      CompletableFuture<byte[]> output = read(process.getInputStream());
      CompletableFuture<byte[]> complaints = read(process.getErrorStream());
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw failed("did not end within %d s".formatted(LIMIT_SECONDS), "");
      }
      invocation.cancellation().check();
      if (process.exitValue() != 0) {
        String said = new String(complaints.join(), StandardCharsets.UTF_8);
        throw failed("ended with status " + process.exitValue(), said);
      }
      return output.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cancellation.interrupted(e);
    } finally {
      stop.close();
      process.destroyForcibly();
    }
  }

  private Process start(String line) {
    try {
      return new ProcessBuilder("sh", "-c", line)
          .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
          .start();
    } catch (IOException e) {
      throw failed("cannot be started: " + e.getMessage(), "");
    }
  }

  private CompletableFuture<byte[]> read(InputStream in) {
    CompletableFuture<byte[]> bytes = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name(what)
        .start(
            () -> {
              try {
                bytes.complete(in.readNBytes(LONGEST));
              } catch (IOException e) {
                bytes.complete(new byte[0]);
              }
            });
    // A helper that the command left running may hold the stream open for ever.
    return bytes.completeOnTimeout(new byte[0], LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  private BackupException failed(String how, String complaints) {
    String said = complaints.isBlank() ? "" : "; it says: " + complaints.strip();
    return new BackupException(
        Failure.USAGE,
        "the " + what + " " + how + said,
        "Try the command of " + option + " in a shell.");
  }
}
