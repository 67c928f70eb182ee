package org.nessiebackup.cli.option;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.text.Redaction;

/**
 * A shell command that prints a secret. No message repeats what it prints to standard output.
 *
 * @param what what to call it in messages, such as {@code password command}
 * @param option the option that names it
 */
record SecretCommand(String what, String option) {
  private static final int LIMIT_SECONDS = 30;
  private static final int LONGEST = 64 * 1024;
  private static final int SHORTEST_WORD = 4;

  /** It does not understand the line, may not run what it names, or does not find it. */
  private static final Set<Integer> OF_THE_SHELL = Set.of(2, 126, 127);

  private static final Pattern WORD_ENDS = Pattern.compile("[\\s;|&()<>\"'`$=]+");

  /** Runs a command line and returns what it prints, at most 64 KiB of it. */
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
        boolean byShell = OF_THE_SHELL.contains(process.exitValue());
        throw failed(
            "ended with status " + process.exitValue(),
            byShell ? withoutWordsOf(line, said) : said);
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

  /** A shell repeats what it does not understand, and that may be the secret itself. */
  private static String withoutWordsOf(String line, String said) {
    String shown = said;
    for (String word : WORD_ENDS.split(line, -1)) {
      shown = word.length() < SHORTEST_WORD ? shown : shown.replace(word, Redaction.HIDDEN);
    }
    return shown;
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
    return Failure.USAGE.exception(
        "the " + what + " " + how + said, "Try the command of " + option + " in a shell.");
  }
}
