package org.nessiebackup;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A value that another thread makes while its owner does something else, for two things that wait
 * for different machines. One thread owns it; the maker must not need what the owner may clean up.
 *
 * @param <T> the value
 */
public final class Prefetch<T> {
  private final CompletableFuture<T> value = new CompletableFuture<>();

  private Prefetch() {}

  /** Begins at once, in a thread of its own that keeps no process alive. */
  public static <T> Prefetch<T> of(String name, Supplier<T> maker) {
    Prefetch<T> prefetch = new Prefetch<>();
    Thread.ofPlatform().name(name).daemon().start(() -> prefetch.make(maker));
    return prefetch;
  }

  private void make(Supplier<T> maker) {
    try {
      value.complete(maker.get());
    } catch (RuntimeException | Error e) {
      value.completeExceptionally(e);
    }
  }

  /** Waits for the value; throws what its maker threw. */
  public T get() {
    try {
      return value.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        default -> throw e;
      }
    }
  }

  /** Whether {@link #get} need not wait. */
  public boolean isReady() {
    return value.isDone();
  }

  /** Waits for a while; whether {@link #get} need not wait then. */
  public boolean await(Duration atMost) {
    try {
      value.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cancellation.interrupted(e);
    }
  }

  /** Does not wait: hands the value to somebody else once it is there, if it ever is. */
  public void leaveTo(Consumer<T> heir) {
    CompletableFuture<Void> unused = value.thenAccept(heir);
  }
}
