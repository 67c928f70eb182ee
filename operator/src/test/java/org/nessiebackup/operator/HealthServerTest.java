package org.nessiebackup.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  private final AtomicBoolean watches = new AtomicBoolean(true);
  private final HealthServer health =
      HealthServer.start(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), watches::get, () -> "up 1\n");

  @AfterEach
  void close() {
    health.close();
  }

  @Test
  void whoWatchesIsAliveAndReady() throws Exception {
    assertThat(code("/health/started")).isEqualTo(200);
    assertThat(code("/health/live")).isEqualTo(200);
    assertThat(code("/health/ready")).isEqualTo(200);
  }

  @Test
  void whoCannotWatchIsAliveAndNotReady() throws Exception {
    watches.set(false);

    assertThat(code("/health/started")).isEqualTo(200);
    assertThat(code("/health/live")).isEqualTo(200);
    assertThat(code("/health/ready")).isEqualTo(503);
  }

  private int code(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://" + health.address() + path)).build(),
              BodyHandlers.ofString())
          .statusCode();
    }
  }
}
