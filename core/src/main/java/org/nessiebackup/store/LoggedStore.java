package org.nessiebackup.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.nessiebackup.PieceInput;
import org.nessiebackup.Progress;
import org.nessiebackup.SinkOutput;

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
    Upload upload = store.create(name, lifetime);
    long begun = System.nanoTime();
    AtomicLong bytes = new AtomicLong();
    OutputStream body =
        new SinkOutput(
            (values, offset, length) -> {
              upload.body().write(values, offset, length);
              bytes.addAndGet(length);
            });
    return new Upload() {
      @Override
      public OutputStream body() {
        return body;
      }

      @Override
      public void commit() throws IOException {
        upload.commit();
        log(() -> "stored \"%s\", %d bytes in %s".formatted(name, bytes.get(), since(begun)));
      }

      @Override
      public void close() throws IOException {
        upload.close();
      }
    };
  }

  @Override
  public InputStream open(String name) throws IOException {
    long begun = System.nanoTime();
    try {
      InputStream source = store.open(name);
      AtomicLong bytes = new AtomicLong();
      return new PieceInput(
          (target, offset, length) -> {
            int count = source.read(target, offset, length);
            bytes.addAndGet(Math.max(0, count));
            return count;
          },
          () -> {
            source.close();
            log(() -> "read \"%s\", %d bytes in %s".formatted(name, bytes.get(), since(begun)));
          });
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
  public List<String> folders(String prefix) throws IOException {
    long begun = System.nanoTime();
    List<String> found = store.folders(prefix);
    log(() -> "listed \"%s\", %d folders in %s".formatted(prefix, found.size(), since(begun)));
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
  public void close() {
    store.close();
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
}
