package org.nessiebackup.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Whether the API server is away, or busy, or has refused something. */
final class Outage {
  private static final int TOO_MANY_REQUESTS = 429;

  private Outage() {}

  /** Whether it may work a moment later as it is: nobody has said no. */
  static boolean passes(Throwable failure) {
    return causes(failure)
        .mapToInt(Outage::answer)
        .filter(code -> code > 0)
        .mapToObj(
            code -> code == TOO_MANY_REQUESTS || code >= HttpURLConnection.HTTP_INTERNAL_ERROR)
        .findFirst()
        .orElseGet(() -> causes(failure).anyMatch(Outage::silence));
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, each -> each != null, Throwable::getCause);
  }

  /** The code of an answer; none is positive if there was none. */
  private static int answer(Throwable failure) {
    return failure instanceof KubernetesClientException refused ? refused.getCode() : 0;
  }

  /** A connection that broke or was not made, or no answer in time. */
  private static boolean silence(Throwable failure) {
    return failure instanceof IOException || failure instanceof TimeoutException;
  }
}
