package org.nessiebackup.cli.option;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.cli.output.Invocation;

/** Fetches a password from where it is kept. None of the messages repeats it. */
final class Passwords {
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
    byte[] output =
        new SecretCommand("password command", "--password-command").run(line, invocation);
    return firstLine(output, "the output of the password command");
  }

  private static Secret firstLine(byte[] bytes, String what) {
    String line = new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    if (line.isEmpty()) {
      throw new BackupException(
          Failure.USAGE, what + " begins with an empty line", "The password is the first line.");
    }
    return new Secret(line);
  }

  static String reason(Exception e) {
    return switch (e) {
      case java.nio.file.NoSuchFileException missing -> "there is no such file";
      case java.nio.file.AccessDeniedException denied -> "access is denied";
      default -> String.valueOf(e.getMessage());
    };
  }
}
