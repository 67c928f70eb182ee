package org.nessiebackup.drill;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.sandbox.Folders;

/**
 * The folder of one drill: all that it and its servers write. A file in it is locked as long as the
 * drill lives, also against other processes; so what a killed one has left differs from what is in
 * use, and the next drill removes it.
 */
final class DrillFolder implements AutoCloseable {
  private static final String PREFIX = "nessie-backup-drill-";
  private static final String LOCK = "lock";
  private static final long END_SECONDS = 10;

  private final Path path;
  private final FileChannel lock;

  private DrillFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes a folder of a name that no other has.
   *
   * @throws BackupException {@link Failure#STORE} if it cannot be made there
   */
  static DrillFolder create(Path parent) {
    try {
      Path path = Files.createTempDirectory(parent.toAbsolutePath(), PREFIX);
      // Locked before it has its name: no other drill ever sees it free.
      Path unnamed = path.resolve(LOCK + ".new");
      FileChannel lock =
          FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      lock.lock();
      Files.move(unnamed, path.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
      // The throw-away server may run under another account, which enters but does not look around.
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
      return new DrillFolder(path, lock);
    } catch (IOException e) {
      throw Failure.STORE.exception(
          "no folder can be made in \"%s\": %s".formatted(parent, e.getMessage()),
          "Make room there, or name another folder with --work-folder.",
          e);
    }
  }

  Path path() {
    return path;
  }

  /**
   * Ends what killed drills have left running, and removes their folders.
   *
   * @return the folders removed
   */
  List<Path> removeLeft() {
    List<Path> removed = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(path.getParent(), PREFIX + "*")) {
      for (Path folder : folders) {
        // To open our own lock's file and close it again would give the lock back.
        if (!folder.equals(path) && isLeft(folder)) {
          endProcesses(folder);
          Folders.delete(folder);
          removed.add(folder);
        }
      }
    } catch (IOException e) {
      throw Failure.STORE.exception(
          "what a killed drill has left in \"%s\" cannot be removed: %s"
              .formatted(path.getParent(), e.getMessage()),
          "Remove the folders \"" + PREFIX + "…\" there by hand.",
          e);
    }
    return removed;
  }

  /** Ours, and locked by nobody. */
  private boolean isLeft(Path folder) throws IOException {
    Path file = folder.resolve(LOCK);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS)
            .equals(Files.getOwner(path, LinkOption.NOFOLLOW_LINKS))) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock taken = channel.tryLock()) {
      return taken != null;
    } catch (OverlappingFileLockException inUseHere) {
      return false;
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /** Processes of a drill have its folder among their arguments, which nobody else has. */
  private static void endProcesses(Path folder) {
    List<ProcessHandle> left =
        ProcessHandle.allProcesses()
            .filter(each -> each.pid() != ProcessHandle.current().pid())
            .filter(each -> each.info().commandLine().orElse("").contains(folder.toString()))
            .toList();
    left.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
    for (ProcessHandle each : left) {
      try {
        each.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        each.destroyForcibly();
      }
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
      Folders.delete(path);
    } catch (IOException e) {
      throw Failure.STORE.exception(
          "folder \"%s\" cannot be removed: %s".formatted(path, e.getMessage()),
          "Remove it by hand; the next drill tries as well.",
          e);
    }
  }
}
