package org.nessiebackup.cli.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.nessiebackup.cli.text.Redaction;

/**
 * The file in which Kubernetes looks for a container's last words. The platform makes it; where it
 * is missing, there is no container, and nobody reads it.
 */
record TerminationLog(Path file) {
  /** What Kubernetes reads at most. */
  private static final int MOST_BYTES = 4096;

  void write(RunResult result, Redaction redaction) throws IOException {
    if (Files.isRegularFile(file) && Files.isWritable(file)) {
      Files.write(
          file,
          ResultDocument.within(MOST_BYTES, result, redaction),
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
    }
  }
}
