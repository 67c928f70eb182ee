package org.nessiebackup.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A short run of a program, with all that it says kept for error messages. */
final class ServerProgram {

  private static final int SECONDS = 120;

  private ServerProgram() {}

  /**
   * Runs the command to its end and returns what it has said.
   *
   * @throws IllegalStateException with its output if it fails or takes more than two minutes
   */
  static String run(List<String> command, Path workingFolder) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(workingFolder.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("%s doesn't end: %s".formatted(command, output));
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            "%s failed with %d: %s".formatted(command, process.exitValue(), output));
      }
      return output;
    } catch (IOException failure) {
      throw new UncheckedIOException("%s can't be run".formatted(command), failure);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("%s was interrupted".formatted(command), interrupt);
    }
  }
}
