package org.nessiebackup.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import org.nessiebackup.SinkOutput;

/** A file under a temporary name, until its commit. */
final class FolderUpload implements Upload {
  private final String name;
  private final Path target;
  private final Path temporary;
  private final Path root;
  private final FileChannel channel;
  private final OutputStream body;

  private FolderUpload(Path root, String name, Path target, Path temporary, FileChannel channel) {
    this.root = root;
    this.name = name;
    this.target = target;
    this.temporary = temporary;
    this.channel = channel;
    OutputStream file = Channels.newOutputStream(channel);
    // Tells a full disk from other errors, and leaves the channel open for the commit's fsync.
    this.body =
        new SinkOutput(
            (bytes, offset, length) -> {
              try {
                file.write(bytes, offset, length);
              } catch (IOException e) {
                throw FileErrors.translate(e, target);
              }
            });
  }

  static FolderUpload begin(Path root, String name, Path target) throws IOException {
    if (Files.exists(target)) {
      throw exists(name, target, null);
    }
    Path temporary =
        target.resolveSibling(
            FolderStore.TEMPORARY_PREFIX + UUID.randomUUID() + "-" + target.getFileName());
    FileChannel channel =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            Folders.ofNewFile(target.getParent()));
    return new FolderUpload(root, name, target, temporary, channel);
  }

  @Override
  public OutputStream body() {
    return body;
  }

  @Override
  public void commit() throws IOException {
    try {
      channel.force(true);
      channel.close();
      publish();
    } catch (IOException e) {
      throw FileErrors.translate(e, target);
    }
    makeNameDurable();
  }

  /** A commit that fails must not leave the object: the caller will believe that there is none. */
  private void makeNameDurable() throws IOException {
    try {
      Files.deleteIfExists(temporary);
      Folders.force(target.getParent());
    } catch (IOException e) {
      try {
        Files.deleteIfExists(target);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw FileErrors.translate(e, target);
    }
  }

  /**
   * A hard link never replaces a file, so of two writers one wins and the other hears of it. File
   * systems without hard links get a look and a rename, which leaves a gap of microseconds.
   */
  private void publish() throws IOException {
    try {
      Files.createLink(target, temporary);
    } catch (FileAlreadyExistsException e) {
      throw exists(name, target, e);
    } catch (IOException | UnsupportedOperationException noHardLinks) {
      if (Files.exists(target)) {
        throw exists(name, target, noHardLinks);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      // After a commit the name is gone already, and the folder is not empty.
      if (Files.deleteIfExists(temporary)) {
        Folders.removeEmpty(root, target.getParent());
      }
    }
  }

  private static ObjectExistsException exists(String name, Path target, Throwable cause) {
    return new ObjectExistsException("\"" + name + "\" exists in " + target.getParent(), cause);
  }
}
