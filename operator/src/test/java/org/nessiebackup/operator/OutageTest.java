package org.nessiebackup.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.Failure;

class OutageTest {
  @Test
  void serverThatIsAwayComesBack() {
    assertThat(
            Outage.passes(
                new OperatorException(
                    new KubernetesClientException("list", new IOException("refused")))))
        .isTrue();
  }

  @Test
  void connectionThatIsNotMadeIsMadeLater() {
    assertThat(
            Outage.passes(new OperatorException(new CompletionException(new ConnectException()))))
        .isTrue();
    assertThat(Outage.passes(new OperatorException(new TimeoutException()))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void serverThatIsBusyIsAskedAgain(int code) {
    assertThat(Outage.passes(wrapped(code))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 422})
  void refusalIsNotWaitedFor(int code) {
    assertThat(Outage.passes(wrapped(code))).isFalse();
  }

  @Test
  void failureOfOurOwnIsNotWaitedFor() {
    assertThat(Outage.passes(Failure.CLUSTER.exception("does not end", "Start it again.")))
        .isFalse();
  }

  /** As the client and the library wrap an answer. */
  private static Throwable wrapped(int code) {
    return new OperatorException(
        new KubernetesClientException("list", new KubernetesClientException("no", code, null)));
  }
}
