package org.nessiebackup.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nessiebackup.sandbox.Folders;

/**
 * A folder that is gone with all its content when closed; only this user may look into it.
 *
 * @param path where it is
 */
public record TemporaryFolder(Path path) implements AutoCloseable {
  /** Makes one. */
  public static TemporaryFolder create() throws IOException {
    return new TemporaryFolder(Files.createTempDirectory("nessie-backup-"));
  }

  @Override
  public void close() throws IOException {
    Folders.delete(path);
  }
}
