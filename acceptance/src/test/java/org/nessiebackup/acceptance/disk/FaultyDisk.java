package org.nessiebackup.acceptance.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;

/** Java's own file system behind one that counts its calls and fails where it is told to. */
final class FaultyDisk extends FileSystem {
  private final FileSystem inner = FileSystems.getDefault();
  private final FaultyProvider provider = new FaultyProvider(this);
  private final AtomicLong calls = new AtomicLong();
  private volatile Optional<DiskFault> fault = Optional.empty();

  /** The same file, seen through this disk. */
  Path path(Path file) {
    return new DiskPath(this, file);
  }

  /** From now on this is wrong, counted from call 1. */
  FaultyDisk with(DiskFault wrong) {
    calls.set(0);
    fault = Optional.of(wrong);
    return this;
  }

  /** Calls since the last fault was set. */
  long calls() {
    return calls.get();
  }

  /** Counts a call, and fails if it has to. */
  void call(DiskCall call, Path file, int bytes) throws IOException {
    long number = calls.incrementAndGet();
    Optional<IOException> error = fault.flatMap(each -> each.at(number, call, file, bytes));
    if (error.isPresent()) {
      throw error.get();
    }
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("a disk stays");
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return inner.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return StreamSupport.stream(inner.getRootDirectories().spliterator(), false)
        .map(this::path)
        .toList();
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return inner.supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    return path(inner.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = inner.getPathMatcher(syntaxAndPattern);
    return file -> matcher.matches(DiskPath.inner(file));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return inner.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("nobody watches");
  }
}
