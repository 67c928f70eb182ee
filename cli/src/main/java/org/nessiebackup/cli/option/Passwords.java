package org.nessiebackup.cli.option;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.text.FileName;

/** Fetches a password from where it is kept. None of the messages repeats it. */
public final class Passwords {
  private static final int LONGEST = 64 * 1024;

  private Passwords() {}

  /** The first line of a file. */
  public static Secret fromFile(String file) {
    return fromFile(file, "password", "--password-file");
  }

  /**
   * The same for another secret.
   *
   * @param what what to call it in messages
   * @param option the option that names the file
   */
  public static Secret fromFile(String file, String what, String option) {
    String which = "the %s file %s".formatted(what, FileName.shown(file));
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return firstLine(in.readNBytes(LONGEST), which, what);
    } catch (InvalidPathException | IOException e) {
      throw Failure.USAGE.exception(
          "cannot read %s: %s".formatted(which, KeyFiles.reason(e, file)),
          "Check %s, and who may read the file.".formatted(option),
          e);
    }
  }

  /** The first line that a shell command prints. */
  public static Secret fromCommand(String line, Invocation invocation) {
    return fromCommand(line, "password", "--password-command", invocation);
  }

  /** The same for another secret. */
  public static Secret fromCommand(String line, String what, String option, Invocation invocation) {
    String which = what + " command";
    byte[] output = new SecretCommand(which, option).run(line, invocation);
    return firstLine(output, "the output of the " + which, what);
  }

  private static Secret firstLine(byte[] bytes, String which, String what) {
    String line =
        KeyFiles.withoutMark(new String(bytes, StandardCharsets.UTF_8))
            .lines()
            .findFirst()
            .orElse("");
    if (line.isEmpty()) {
      throw Failure.USAGE.exception(
          which + " begins with an empty line", "The %s is the first line.".formatted(what));
    }
    return new Secret(line);
  }
}
