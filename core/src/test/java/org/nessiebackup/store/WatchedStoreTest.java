package org.nessiebackup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Cancellation;
import org.nessiebackup.testing.ObjectStoreContract;

class WatchedStoreTest extends ObjectStoreContract {
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private final Cancellation cancellation = new Cancellation();

  private WatchedStore watched(ObjectStore inner, Duration limit) {
    return new WatchedStore(
        inner, new StoreWatch(limit, Duration.ofMillis(100), notices::add, cancellation));
  }

  @Override
  protected ObjectStore emptyStore() {
    return watched(new MemoryStore(), Duration.ofMinutes(1));
  }

  @Test
  void serverThatNeverAnswersIsGivenUpAndNamed() {
    WatchedStore store = watched(new MuteStore(() -> {}), Duration.ofMillis(300));

    assertThatThrownBy(() -> store.open("vault.json"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read \"vault.json\"")
        .hasMessageContaining("\"mute\" has not answered");
    assertThat(notices).first().asString().contains("waiting for \"mute\"");
  }

  @Test
  void whoIsAskedToStopWaitsForNoAnswer() {
    WatchedStore store = watched(new MuteStore(cancellation::request), Duration.ofHours(1));

    assertThatThrownBy(() -> store.list("")).isInstanceOf(InterruptedIOException.class);
  }

  @Test
  void whatComesAfterTheRequestToStopIsStillDone() throws IOException {
    ObjectStore store = watched(new MemoryStore(), Duration.ofHours(1));
    put(store, "a", "x");
    cancellation.request();
    store.delete("a");

    assertThat(store.list("")).isEmpty();
  }

  /** Accepts whatever is asked and answers nothing. */
  private record MuteStore(Runnable meanwhile) implements ObjectStore {
    private IOException never() throws IOException {
      meanwhile.run();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
      return new IOException();
    }

    @Override
    public String location() {
      return "mute";
    }

    @Override
    public Upload create(String name, Lifetime lifetime) throws IOException {
      throw never();
    }

    @Override
    public InputStream open(String name) throws IOException {
      throw never();
    }

    @Override
    public List<StoredObject> list(String prefix) throws IOException {
      throw never();
    }

    @Override
    public void delete(String name, Lifetime lifetime) throws IOException {
      throw never();
    }

    @Override
    public boolean supportsConditionalPut() throws IOException {
      throw never();
    }

    @Override
    public List<UnfinishedUpload> unfinished() throws IOException {
      throw never();
    }

    @Override
    public void discard(UnfinishedUpload upload) throws IOException {
      throw never();
    }
  }
}
