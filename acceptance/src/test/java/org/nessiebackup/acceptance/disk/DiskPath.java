package org.nessiebackup.acceptance.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/**
 * A path of a faulty disk.
 *
 * @param disk the disk
 * @param real the same on Java's own file system
 */
record DiskPath(FaultyDisk disk, Path real) implements Path {
  /** The path on Java's own file system, of whichever the given one is. */
  static Path inner(Path path) {
    return path instanceof DiskPath wrapped ? wrapped.real : path;
  }

  private Path wrapped(Path path) {
    return path == null ? null : new DiskPath(disk, path);
  }

  @Override
  public FileSystem getFileSystem() {
    return disk;
  }

  @Override
  public boolean isAbsolute() {
    return real.isAbsolute();
  }

  @Override
  public Path getRoot() {
    return wrapped(real.getRoot());
  }

  @Override
  public Path getFileName() {
    return wrapped(real.getFileName());
  }

  @Override
  public Path getParent() {
    return wrapped(real.getParent());
  }

  @Override
  public int getNameCount() {
    return real.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return wrapped(real.getName(index));
  }

  @Override
  public Path subpath(int begin, int end) {
    return wrapped(real.subpath(begin, end));
  }

  @Override
  public boolean startsWith(Path other) {
    return real.startsWith(inner(other));
  }

  @Override
  public boolean endsWith(Path other) {
    return real.endsWith(inner(other));
  }

  @Override
  public Path normalize() {
    return wrapped(real.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return wrapped(real.resolve(inner(other)));
  }

  @Override
  public Path relativize(Path other) {
    return wrapped(real.relativize(inner(other)));
  }

  @Override
  public URI toUri() {
    return real.toUri();
  }

  @Override
  public Path toAbsolutePath() {
    return wrapped(real.toAbsolutePath());
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    disk.call(DiskCall.LOOK, real, 0);
    return wrapped(real.toRealPath(options));
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("nobody watches");
  }

  @Override
  public int compareTo(Path other) {
    return real.compareTo(inner(other));
  }

  @Override
  public String toString() {
    return real.toString();
  }
}
