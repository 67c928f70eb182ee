package org.nessiebackup.cli.option;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.cli.output.Invocation;

/** Fetches a password from where it is kept. None of the messages repeats it. */
final class Passwords {
  private static final int LIMIT_SECONDS = 30;
  private static final int LONGEST = 64 * 1024;

  private Passwords() {}

  /** The first line of a file. */
  static Secret fromFile(String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return firstLine(in.readNBytes(LONGEST), "the password file \"" + file + "\"");
    } catch (InvalidPathException | IOException e) {
      throw new BackupException(
          Failure.USAGE,
          "cannot read the password file \"%s\": %s".formatted(file, reason(e)),
          "Check --password-file, and who may read the file.",
          e);
    }
  }

  /** The first line that a shell command prints. */
  static Secret fromCommand(String line, Invocation invocation) {
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
        throw failed("ended with status " + process.exitValue(), text(complaints.join()));
      }
      return firstLine(output.join(), "the output of the password command");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cancellation.interrupted(e);
    } finally {
      stop.close();
      process.destroyForcibly();
    }
  }

  private static Process start(String line) {
    try {
      return new ProcessBuilder("sh", "-c", line)
          .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
          .start();
    } catch (IOException e) {
      throw failed("cannot be started: " + e.getMessage(), "");
    }
  }

  private static CompletableFuture<byte[]> read(InputStream in) {
    CompletableFuture<byte[]> bytes = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("password command")
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

  private static BackupException failed(String how, String complaints) {
    String said = complaints.isBlank() ? "" : "; it says: " + complaints.strip();
    return new BackupException(
        Failure.USAGE,
        "the password command " + how + said,
        "Try the command of --password-command in a shell.");
  }

  private static Secret firstLine(byte[] bytes, String what) {
    String line = text(bytes).lines().findFirst().orElse("");
    if (line.isEmpty()) {
      throw new BackupException(
          Failure.USAGE, what + " begins with an empty line", "The password is the first line.");
    }
    return new Secret(line);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String reason(Exception e) {
    return switch (e) {
      case java.nio.file.NoSuchFileException missing -> "there is no such file";
      case java.nio.file.AccessDeniedException denied -> "access is denied";
      default -> String.valueOf(e.getMessage());
    };
  }
}
