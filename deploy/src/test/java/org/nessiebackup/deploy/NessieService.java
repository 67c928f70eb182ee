package org.nessiebackup.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import org.nessiebackup.kubernetes.testbed.PodProcess;
import org.nessiebackup.kubernetes.testbed.SampleWorkload;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.testbed.TestKubelet;

/** The Service in front of Nessie: leads to a pod that is ready. */
final class NessieService implements AutoCloseable {
  private final TestKubelet kubelet;
  private final HttpServer server;

  NessieService(TestCluster cluster, TestKubelet kubelet) {
    this.kubelet = kubelet;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::forward);
    server.start();
    cluster
        .client()
        .resource(SampleWorkload.service("nessie", "lake", server.getAddress().getPort()))
        .create();
  }

  private void forward(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional<PodProcess> ready =
          kubelet.running().stream()
              .filter(pod -> pod.state() == PodProcess.State.READY)
              .findFirst();
      if (ready.isEmpty()) {
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_UNAVAILABLE, -1);
        return;
      }
      URI pod = URI.create("http://127.0.0.1:" + ready.get().port() + exchange.getRequestURI());
      byte[] body = pod.toURL().openConnection().getInputStream().readAllBytes();
      exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
