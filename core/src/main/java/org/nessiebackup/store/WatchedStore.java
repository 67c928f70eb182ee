package org.nessiebackup.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;
import org.nessiebackup.PieceInput;
import org.nessiebackup.SinkOutput;

/**
 * A store behind a network: nobody waits for a response of it without a word, or without end.
 *
 * @param inner the same store, unwatched
 * @param watch waits for its responses
 */
public record WatchedStore(ObjectStore inner, StoreWatch watch) implements ObjectStore {
  private static final int READ_AT_ONCE = 1 << 16;

  @Override
  public String location() {
    return inner.location();
  }

  private <T> T look(String what, StoreWatch.Call<T> call) throws IOException {
    return watch.call(1, location(), what, call);
  }

  private <T> T work(String what, StoreWatch.Call<T> call) throws IOException {
    return watch.call(StoreWatch.LONG, location(), what, call);
  }

  /** A call without a result. */
  @FunctionalInterface
  private interface Command {
    void run() throws IOException;
  }

  private static StoreWatch.Call<Boolean> done(Command command) {
    return () -> {
      command.run();
      return true;
    };
  }

  @Override
  public Upload create(String name, Lifetime lifetime) throws IOException {
    String what = "cannot write \"" + name + "\"";
    Upload upload = look(what, () -> inner.create(name, lifetime));
    return new Upload() {
      // Every write may send a part.
      private final OutputStream body =
          new SinkOutput(
              (bytes, offset, length) ->
                  work(what, done(() -> upload.body().write(bytes, offset, length))));

      @Override
      public OutputStream body() {
        return body;
      }

      @Override
      public void commit() throws IOException {
        work(what, done(upload::commit));
      }

      @Override
      public void close() throws IOException {
        look(what, done(upload::close));
      }
    };
  }

  @Override
  public InputStream open(String name) throws IOException {
    String what = "cannot read \"" + name + "\"";
    InputStream body = look(what, () -> inner.open(name));
    return new BufferedInputStream(
        new PieceInput(
            (target, offset, length) -> work(what, () -> body.read(target, offset, length)),
            () -> look(what, done(body::close))),
        READ_AT_ONCE);
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    return work("cannot list", () -> inner.list(prefix));
  }

  @Override
  public ListResult survey(String prefix) throws IOException {
    return work("cannot list", () -> inner.survey(prefix));
  }

  @Override
  public List<String> folders(String prefix) throws IOException {
    return work("cannot list", () -> inner.folders(prefix));
  }

  @Override
  public void delete(String name, Lifetime lifetime) throws IOException {
    look("cannot remove \"" + name + "\"", done(() -> inner.delete(name, lifetime)));
  }

  @Override
  public boolean supportsConditionalPut() throws IOException {
    return work("cannot try conditional puts", inner::supportsConditionalPut);
  }

  @Override
  public OptionalLong freeBytes() throws IOException {
    return look("cannot ask for free room", inner::freeBytes);
  }

  @Override
  public List<UnfinishedUpload> unfinished() throws IOException {
    return work("cannot list unfinished uploads", inner::unfinished);
  }

  @Override
  public void close() {
    inner.close();
  }

  @Override
  public void discard(UnfinishedUpload upload) throws IOException {
    look(
        "cannot discard the unfinished \"" + upload.name() + "\"",
        done(() -> inner.discard(upload)));
  }
}
