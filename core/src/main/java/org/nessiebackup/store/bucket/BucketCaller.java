package org.nessiebackup.store.bucket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.function.Function;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.retry.RetryPolicy;
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.StoreFullException;

/** Makes requests: again where that may help, and with the store's words for what goes wrong. */
public final class BucketCaller {
  /** Over about a quarter of a minute: enough for a server that restarts. */
  public static final RetryPolicy RETRIES =
      RetryPolicy.attempts(7, Duration.ofMillis(250), Duration.ofSeconds(20));

  private final Function<Exception, BucketFailure> failures;
  private final Retrier retrier;

  /** A request without a result. */
  @FunctionalInterface
  interface Command {
    void run() throws IOException;
  }

  /** Knows from the vendor what errors mean. */
  public BucketCaller(Function<Exception, BucketFailure> failures, Retrier retrier) {
    this.failures = failures;
    this.retrier = retrier.wording(e -> failure(e).reason());
  }

  /**
   * Makes a request; what fails in the end is thrown as it came.
   *
   * @param what would not be possible, as in {@code cannot list}
   */
  public <T> T attempt(String what, Retrier.Attempt<T, IOException> request) throws IOException {
    return retrier.run(what, request, e -> is(BucketFailure.Kind.TRANSIENT, e));
  }

  /** Makes a request; what fails in the end is put into words. */
  public <T> T call(String what, Retrier.Attempt<T, IOException> request) throws IOException {
    return call(what, request, BucketFailure.Kind.OTHER, e -> translate(e, what));
  }

  /**
   * The same, where one kind of failure has an exception of its own.
   *
   * @param special makes it
   */
  <T> T call(
      String what,
      Retrier.Attempt<T, IOException> request,
      BucketFailure.Kind kind,
      Function<Exception, IOException> special)
      throws IOException {
    try {
      return attempt(what, request);
    } catch (IOException | RuntimeException e) {
      throw is(kind, e) ? special.apply(e) : translate(e, what);
    }
  }

  /** A response broke off, and another request goes on behind what came of it. */
  void resuming(String what, Exception why) {
    retrier.resuming(what, why);
  }

  void run(String what, Command request) throws IOException {
    call(
        what,
        () -> {
          request.run();
          return what;
        });
  }

  boolean is(BucketFailure.Kind kind, Exception error) {
    return failure(error).kind() == kind;
  }

  private BucketFailure failure(Exception error) {
    if (error instanceof BackupException stop && stop.failure() == Failure.INTERRUPTED) {
      return new BucketFailure(BucketFailure.Kind.INTERRUPTED, "interrupted");
    }
    return error instanceof ProtocolException
        ? new BucketFailure(BucketFailure.Kind.OTHER, error.getMessage())
        : distrusting(failures.apply(error), error);
  }

  /** A certificate that is not trusted once is not trusted at another attempt. */
  private static BucketFailure distrusting(BucketFailure failure, Exception error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException && failure.kind() == BucketFailure.Kind.TRANSIENT) {
        return new BucketFailure(BucketFailure.Kind.OTHER, failure.reason());
      }
    }
    return failure;
  }

  /** The same error, as a store names it. */
  public IOException translate(Exception error, String what) {
    BucketFailure failure = failure(error);
    String message = what + ": " + failure.reason();
    return switch (failure.kind()) {
      case REFUSED -> new AccessRefusedException(message, failure.hint(), error);
      case FULL -> new StoreFullException(message, error);
      case INTERRUPTED ->
          (InterruptedIOException) new InterruptedIOException(message).initCause(error);
      case TRANSIENT, MISSING, TAKEN, LOCKED, OTHER -> new IOException(message, error);
    };
  }
}
