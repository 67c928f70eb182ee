package org.nessiebackup.acceptance.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** The calls of a faulty disk. */
final class FaultyProvider extends FileSystemProvider {
  private final FaultyDisk disk;
  private final FileSystemProvider inner = FileSystems.getDefault().provider();

  FaultyProvider(FaultyDisk disk) {
    this.disk = disk;
  }

  private Path called(DiskCall call, Path file) throws IOException {
    Path real = DiskPath.inner(file);
    disk.call(call, real, 0);
    return real;
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Path real = DiskPath.inner(path);
    boolean creates = options.stream().anyMatch(FaultyProvider::creates);
    // Java asks for no writing where a folder is opened to be forced.
    boolean folder = !creates && Files.isDirectory(real);
    called(creates ? DiskCall.CREATE : DiskCall.OPEN, path);
    FileChannel channel = FileChannel.open(real, options, attributes);
    return new FaultyChannel(disk, real, folder, channel);
  }

  private static boolean creates(OpenOption option) {
    return option == StandardOpenOption.CREATE || option == StandardOpenOption.CREATE_NEW;
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    Path real = called(DiskCall.LIST, folder);
    DirectoryStream<Path> stream =
        inner.newDirectoryStream(real, entry -> filter.accept(disk.path(entry)));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return new Entries(real, stream.iterator());
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }

  /** Reading a folder may fail in its middle. */
  private final class Entries implements Iterator<Path> {
    private final Path folder;
    private final Iterator<Path> entries;

    Entries(Path folder, Iterator<Path> entries) {
      this.folder = folder;
      this.entries = entries;
    }

    @Override
    public boolean hasNext() {
      try {
        disk.call(DiskCall.LIST, folder, 0);
      } catch (IOException e) {
        throw new DirectoryIteratorException(e);
      }
      return entries.hasNext();
    }

    @Override
    public Path next() {
      return disk.path(entries.next());
    }
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    inner.createDirectory(called(DiskCall.MAKE_FOLDER, folder), attributes);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    inner.createLink(called(DiskCall.LINK, link), DiskPath.inner(existing));
  }

  @Override
  public void delete(Path file) throws IOException {
    inner.delete(called(DiskCall.DELETE, file));
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    inner.move(called(DiskCall.MOVE, source), DiskPath.inner(target), options);
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new UnsupportedOperationException("a store copies nothing");
  }

  @Override
  public void checkAccess(Path file, AccessMode... modes) throws IOException {
    inner.checkAccess(called(DiskCall.LOOK, file), modes);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path file, Class<A> type, LinkOption... options) throws IOException {
    return inner.readAttributes(called(DiskCall.LOOK, file), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path file, String names, LinkOption... options)
      throws IOException {
    return inner.readAttributes(called(DiskCall.LOOK, file), names, options);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path file, Class<V> type, LinkOption... options) {
    return inner.getFileAttributeView(DiskPath.inner(file), type, options);
  }

  @Override
  public void setAttribute(Path file, String name, Object value, LinkOption... options)
      throws IOException {
    inner.setAttribute(called(DiskCall.CREATE, file), name, value, options);
  }

  @Override
  public FileStore getFileStore(Path file) throws IOException {
    return inner.getFileStore(called(DiskCall.LOOK, file));
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return inner.isSameFile(called(DiskCall.LOOK, one), DiskPath.inner(other));
  }

  @Override
  public boolean isHidden(Path file) throws IOException {
    return inner.isHidden(DiskPath.inner(file));
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException("disks are made by their constructor");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return disk;
  }

  @Override
  public Path getPath(URI uri) {
    return disk.path(Path.of(uri));
  }
}
