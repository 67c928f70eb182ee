package org.nessiebackup.store;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.nessiebackup.Progress;

/**
 * A store that reports each object it is asked for, for who looks closely.
 *
 * @param store the same store, unheard
 * @param log hears of the objects
 */
public record LoggedStore(ObjectStore store, Progress log) implements ObjectStore {
  @Override
  public String location() {
    return store.location();
  }

  @Override
  public Upload create(String name, Lifetime lifetime) throws IOException {
    return new LoggedUpload(name, store.create(name, lifetime));
  }

  @Override
  public InputStream open(String name) throws IOException {
    long begun = System.nanoTime();
    try {
      return new LoggedInput(name, store.open(name), begun);
    } catch (NoSuchObjectException e) {
      log(() -> "there is no \"%s\" (%s)".formatted(name, since(begun)));
      throw e;
    }
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    long begun = System.nanoTime();
    List<StoredObject> found = store.list(prefix);
    log(() -> "listed \"%s\", %d objects in %s".formatted(prefix, found.size(), since(begun)));
    return found;
  }

  @Override
  public ListResult survey(String prefix) throws IOException {
    long begun = System.nanoTime();
    ListResult found = store.survey(prefix);
    log(
        () ->
            "listed \"%s\", %d objects in %s"
                .formatted(prefix, found.objects().size(), since(begun)));
    return found;
  }

  @Override
  public void delete(String name, Lifetime lifetime) throws IOException {
    long begun = System.nanoTime();
    store.delete(name, lifetime);
    log(() -> "removed \"%s\" in %s".formatted(name, since(begun)));
  }

  @Override
  public boolean supportsConditionalPut() throws IOException {
    return store.supportsConditionalPut();
  }

  @Override
  public OptionalLong freeBytes() throws IOException {
    return store.freeBytes();
  }

  @Override
  public List<UnfinishedUpload> unfinished() throws IOException {
    return store.unfinished();
  }

  @Override
  public void discard(UnfinishedUpload upload) throws IOException {
    store.discard(upload);
    log(() -> "discarded the unfinished \"%s\"".formatted(upload.name()));
  }

  private void log(Supplier<String> message) {
    log.detail(Progress.Detail.VERBOSE, message);
  }

  private static String since(long begun) {
    return String.format(Locale.ROOT, "%.3f s", (System.nanoTime() - begun) / 1e9);
  }

  private final class LoggedUpload implements Upload {
    private final String name;
    private final Upload upload;
    private final CountedOutput body;
    private final long begun = System.nanoTime();

    LoggedUpload(String name, Upload upload) {
      this.name = name;
      this.upload = upload;
      this.body = new CountedOutput(upload.body());
    }

    @Override
    public OutputStream body() {
      return body;
    }

    @Override
    public void commit() throws IOException {
      upload.commit();
      log(() -> "stored \"%s\", %d bytes in %s".formatted(name, body.bytes, since(begun)));
    }

    @Override
    public void close() throws IOException {
      upload.close();
    }
  }

  private static final class CountedOutput extends FilterOutputStream {
    private long bytes;

    CountedOutput(OutputStream target) {
      super(target);
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      bytes++;
    }

    @Override
    public void write(byte[] values, int offset, int length) throws IOException {
      out.write(values, offset, length);
      bytes += length;
    }
  }

  private final class LoggedInput extends FilterInputStream {
    private final String name;
    private final long begun;
    private long bytes;
    private boolean closed;

    LoggedInput(String name, InputStream source, long begun) {
      super(source);
      this.name = name;
      this.begun = begun;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      bytes += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, length);
      bytes += Math.max(0, count);
      return count;
    }

    @Override
    public void close() throws IOException {
      super.close();
      if (!closed) {
        closed = true;
        log(() -> "read \"%s\", %d bytes in %s".formatted(name, bytes, since(begun)));
      }
    }
  }
}
