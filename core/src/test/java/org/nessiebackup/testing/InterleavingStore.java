package org.nessiebackup.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.nessiebackup.store.Lifetime;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;
import org.nessiebackup.store.Upload;

/**
 * A store in front of another one in which something else happens right before a chosen call takes
 * effect, as if the caller had been paused there. The action runs once, in the caller's thread.
 */
public final class InterleavingStore implements ObjectStore {
  private final ObjectStore inner;
  private final AtomicInteger calls = new AtomicInteger();
  private Predicate<String> chosen = call -> false;
  private Runnable meanwhile = () -> {};
  private String pausedBefore = "";

  /** Behaves as {@code inner} until told otherwise. */
  public InterleavingStore(ObjectStore inner) {
    this.inner = inner;
  }

  /** Does something before the first call, such as {@code "commit vault.json"}, that is meant. */
  public InterleavingStore before(Predicate<String> call, Runnable action) {
    chosen = call;
    meanwhile = action;
    return this;
  }

  /** Does something before the call of that number, counted from 1 from now on. */
  public InterleavingStore before(int number, Runnable action) {
    calls.set(0);
    return before(call -> calls.get() == number, action);
  }

  /** How many calls there were. */
  public int calls() {
    return calls.get();
  }

  /** The call before which something happened; empty if there was none yet. */
  public String pausedBefore() {
    return pausedBefore;
  }

  private void call(String name) {
    calls.incrementAndGet();
    if (chosen.test(name)) {
      chosen = call -> false;
      pausedBefore = name;
      meanwhile.run();
    }
  }

  @Override
  public String location() {
    return inner.location();
  }

  @Override
  public Upload create(String name, Lifetime lifetime) throws IOException {
    call("create " + name);
    Upload upload = inner.create(name, lifetime);
    return new Upload() {
      @Override
      public OutputStream body() {
        return upload.body();
      }

      @Override
      public void commit() throws IOException {
        call("commit " + name);
        upload.commit();
      }

      @Override
      public void close() throws IOException {
        upload.close();
      }
    };
  }

  @Override
  public InputStream open(String name) throws IOException {
    call("open " + name);
    return inner.open(name);
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    call("list " + prefix);
    return inner.list(prefix);
  }

  @Override
  public void delete(String name, Lifetime lifetime) throws IOException {
    call("delete " + name);
    inner.delete(name, lifetime);
  }

  @Override
  public boolean supportsConditionalPut() throws IOException {
    return inner.supportsConditionalPut();
  }

  @Override
  public List<UnfinishedUpload> unfinished() throws IOException {
    call("unfinished");
    return inner.unfinished();
  }

  @Override
  public void discard(UnfinishedUpload upload) throws IOException {
    call("discard " + upload.name());
    inner.discard(upload);
  }
}
