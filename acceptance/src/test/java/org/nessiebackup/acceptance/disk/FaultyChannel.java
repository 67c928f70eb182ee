package org.nessiebackup.acceptance.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** An open file of a faulty disk. */
final class FaultyChannel extends FileChannel {
  private final FaultyDisk disk;
  private final Path file;
  private final boolean folder;
  private final FileChannel inner;

  FaultyChannel(FaultyDisk disk, Path file, boolean folder, FileChannel inner) {
    this.disk = disk;
    this.file = file;
    this.folder = folder;
    this.inner = inner;
  }

  @Override
  public int read(ByteBuffer bytes) throws IOException {
    disk.call(DiskCall.READ, file, 0);
    return inner.read(bytes);
  }

  @Override
  public long read(ByteBuffer[] buffers, int offset, int length) throws IOException {
    disk.call(DiskCall.READ, file, 0);
    return inner.read(buffers, offset, length);
  }

  @Override
  public int read(ByteBuffer bytes, long position) throws IOException {
    disk.call(DiskCall.READ, file, 0);
    return inner.read(bytes, position);
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    disk.call(DiskCall.WRITE, file, bytes.remaining());
    return inner.write(bytes);
  }

  @Override
  public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
    disk.call(DiskCall.WRITE, file, buffers[offset].remaining());
    return inner.write(buffers, offset, length);
  }

  @Override
  public int write(ByteBuffer bytes, long position) throws IOException {
    disk.call(DiskCall.WRITE, file, bytes.remaining());
    return inner.write(bytes, position);
  }

  @Override
  public void force(boolean metadata) throws IOException {
    disk.call(folder ? DiskCall.FORCE_FOLDER : DiskCall.FORCE, file, 0);
    inner.force(metadata);
  }

  @Override
  public long position() throws IOException {
    return inner.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    inner.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    disk.call(DiskCall.LOOK, file, 0);
    return inner.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    disk.call(DiskCall.WRITE, file, 0);
    inner.truncate(size);
    return this;
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    disk.call(DiskCall.READ, file, 0);
    return inner.transferTo(position, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    disk.call(DiskCall.WRITE, file, (int) count);
    return inner.transferFrom(source, position, count);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    disk.call(DiskCall.READ, file, 0);
    return inner.map(mode, position, size);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return inner.lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return inner.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    inner.close();
  }
}
