package org.nessiebackup.store;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;

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
      private final OutputStream body = new Body(upload.body(), what);

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
    return new BufferedInputStream(new Input(body, what), READ_AT_ONCE);
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
  public void discard(UnfinishedUpload upload) throws IOException {
    look(
        "cannot discard the unfinished \"" + upload.name() + "\"",
        done(() -> inner.discard(upload)));
  }

  /** Every write may send a part. */
  private final class Body extends OutputStream {
    private final OutputStream body;
    private final String what;

    Body(OutputStream body, String what) {
      this.body = body;
      this.what = what;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      work(what, done(() -> body.write(bytes, offset, length)));
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  private final class Input extends FilterInputStream {
    private final String what;

    Input(InputStream in, String what) {
      super(in);
      this.what = what;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return work(what, () -> in.read(target, offset, length));
    }

    @Override
    public void close() throws IOException {
      look(what, done(in::close));
    }
  }
}
