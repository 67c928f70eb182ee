package org.nessiebackup.testing;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.nessiebackup.store.Lifetime;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoreFullException;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;
import org.nessiebackup.store.Upload;

/**
 * A store in front of another one that goes wrong where a test wants it to.
 *
 * <p>Counted as calls are {@code create}, {@code open}, {@code list}, {@code delete}, {@code
 * supportsConditionalPut}, {@code unfinished}, {@code discard}, every write to a body, {@code
 * commit}, {@code close} of an upload and every read of an object, in the order in which they come.
 */
public final class FaultyStore implements ObjectStore {
  /** What happens at the chosen call. */
  public enum Fault {
    /** It fails and has done nothing. */
    REFUSED,
    /** It has done its work, but says that it failed. */
    ANSWER_LOST,
    /** It fails and has done nothing, like every later call: the process was killed before it. */
    DEAD_BEFORE,
    /** It has done its work, but says that it failed; every later call fails and does nothing. */
    DEAD_AFTER
  }

  @FunctionalInterface
  private interface Call<T> {
    T run() throws IOException;
  }

  private final ObjectStore inner;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
  private volatile int faultyCall = Integer.MAX_VALUE;
  private volatile Fault fault = Fault.REFUSED;
  private volatile boolean roomTears;
  private volatile boolean shortReads;

  /** Behaves as {@code inner} until told otherwise. */
  public FaultyStore(ObjectStore inner) {
    this.inner = inner;
  }

  /** Goes wrong at a call, counted from 1 for the first call from now on. */
  public FaultyStore failing(int call, Fault how) {
    calls.set(0);
    fault = how;
    faultyCall = call;
    return this;
  }

  /** Has room for so many more bytes and then says that it is full. */
  public FaultyStore withRoomFor(long bytes) {
    room.set(bytes);
    roomTears = false;
    return this;
  }

  /** Writes so many more bytes and then fails in the middle of a write. */
  public FaultyStore tearingAfter(long bytes) {
    room.set(bytes);
    roomTears = true;
    return this;
  }

  /** From now on a read gives one byte, as a slow network may. */
  public FaultyStore withShortReads() {
    shortReads = true;
    return this;
  }

  /** How many calls there were. */
  public int calls() {
    return calls.get();
  }

  @Override
  public String location() {
    return inner.location();
  }

  @Override
  public Upload create(String name, Lifetime lifetime) throws IOException {
    return new FaultyUpload(call(() -> inner.create(name, lifetime)));
  }

  @Override
  public InputStream open(String name) throws IOException {
    return new FaultyInput(call(() -> inner.open(name)));
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    return call(() -> inner.list(prefix));
  }

  @Override
  public void delete(String name, Lifetime lifetime) throws IOException {
    call(
        () -> {
          inner.delete(name, lifetime);
          return name;
        });
  }

  @Override
  public boolean supportsConditionalPut() throws IOException {
    return call(inner::supportsConditionalPut);
  }

  @Override
  public List<UnfinishedUpload> unfinished() throws IOException {
    return call(inner::unfinished);
  }

  @Override
  public void discard(UnfinishedUpload upload) throws IOException {
    call(
        () -> {
          inner.discard(upload);
          return upload;
        });
  }

  private <T> T call(Call<T> call) throws IOException {
    int number = calls.incrementAndGet();
    if (number == faultyCall && (fault == Fault.ANSWER_LOST || fault == Fault.DEAD_AFTER)) {
      call.run();
    }
    boolean dead = fault == Fault.DEAD_BEFORE || fault == Fault.DEAD_AFTER;
    if (number == faultyCall || (dead && number > faultyCall)) {
      throw new IOException("call " + number + " fails on demand");
    }
    return call.run();
  }

  private final class FaultyUpload implements Upload {
    private final Upload upload;
    private final OutputStream body;

    FaultyUpload(Upload upload) {
      this.upload = upload;
      this.body = new FaultyOutput(upload.body());
    }

    @Override
    public OutputStream body() {
      return body;
    }

    @Override
    public void commit() throws IOException {
      call(
          () -> {
            upload.commit();
            return this;
          });
    }

    @Override
    public void close() throws IOException {
      call(
          () -> {
            upload.close();
            return this;
          });
    }
  }

  private final class FaultyOutput extends FilterOutputStream {
    FaultyOutput(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      call(
          () -> {
            int fits = Math.clamp(room.getAndAdd(-length), 0, length);
            out.write(bytes, offset, fits);
            if (fits < length) {
              throw roomTears
                  ? new IOException("the write was torn on demand")
                  : new StoreFullException("no room left on demand", null);
            }
            return this;
          });
    }
  }

  private final class FaultyInput extends FilterInputStream {
    FaultyInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return call(in::read);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return call(() -> in.read(bytes, offset, shortReads ? Math.min(1, length) : length));
    }
  }
}
