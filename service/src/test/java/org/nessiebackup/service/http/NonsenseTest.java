package org.nessiebackup.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.security.NoAuthentication;
import org.nessiebackup.service.security.Role;
import tools.jackson.databind.node.JsonNodeFactory;

/** What no client would say, on bare connections. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NonsenseTest {
  private static final String HOST = "Host: localhost\r\nConnection: close\r\n";

  private final AtomicInteger answered = new AtomicInteger();
  private ServedEndpoints server;

  @BeforeAll
  void start() {
    server =
        new ServedEndpoints(
            new NoAuthentication(),
            ServedEndpoints.local(Duration.ofSeconds(1)),
            Endpoint.of(Method.GET, "/secret", Role.VIEWER, any -> answer()),
            Endpoint.of(Method.POST, "/secret", Role.VIEWER, any -> answer()));
  }

  private Response answer() {
    answered.incrementAndGet();
    return Response.json(200, JsonNodeFactory.instance.objectNode());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  static Stream<Arguments> nonsense() {
    return Stream.of(
        Arguments.of("no request", "hello\r\n\r\n"),
        Arguments.of("TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n"),
        Arguments.of("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        Arguments.of("a large header", "GET /secret HTTP/1.1\r\n" + HOST + large("X: ")),
        Arguments.of("a large path", "GET " + large("/secret?") + " HTTP/1.1\r\n" + HOST + "\r\n"),
        Arguments.of("no host", "GET /secret HTTP/1.1\r\n\r\n"),
        Arguments.of("two hosts", "GET /secret HTTP/1.1\r\nHost: evil\r\n" + HOST + "\r\n"),
        Arguments.of("another host", "GET http://evil/secret HTTP/1.1\r\n" + HOST + "\r\n"),
        Arguments.of("a way round", "GET /assets/../secret HTTP/1.1\r\n" + HOST + "\r\n"),
        Arguments.of("one in hex", "GET /assets/%2e%2e/secret HTTP/1.1\r\n" + HOST + "\r\n"),
        Arguments.of("twice", "GET /assets/%252e%252e/secret HTTP/1.1\r\n" + HOST + "\r\n"),
        Arguments.of("a slash in hex", "GET /assets%2f..%2fsecret HTTP/1.1\r\n" + HOST + "\r\n"),
        Arguments.of("NUL", "GET /secret%00 HTTP/1.1\r\n" + HOST + "\r\n"),
        Arguments.of("a bare NUL", "GET /sec\u0000ret HTTP/1.1\r\n" + HOST + "\r\n"),
        Arguments.of("a path's parameter", "GET /secret;a=b HTTP/1.1\r\n" + HOST + "\r\n"),
        Arguments.of("no UTF-8", "GET /secret%ff HTTP/1.1\r\n" + HOST + "\r\n"),
        Arguments.of("no hex", "GET /secret%zz HTTP/1.1\r\n" + HOST + "\r\n"),
        Arguments.of("a backslash", "GET \\secret HTTP/1.1\r\n" + HOST + "\r\n"),
        Arguments.of("two slashes", "GET //secret HTTP/1.1\r\n" + HOST + "\r\n"),
        Arguments.of("capitals", "GET /SECRET HTTP/1.1\r\n" + HOST + "\r\n"),
        Arguments.of("a space before the colon", "GET /secret HTTP/1.1\r\nHost : a\r\n\r\n"),
        Arguments.of("a folded line", "GET /secret HTTP/1.1\r\n" + HOST + "X: a\r\n b\r\n\r\n"),
        Arguments.of(
            "an upgrade",
            """
            GET /secret HTTP/1.1
            Host: localhost
            Connection: upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

            """
                .replace("\n", "\r\n")),
        Arguments.of("a tunnel", "CONNECT evil:443 HTTP/1.1\r\nHost: evil:443\r\n\r\n"),
        smuggled("two lengths", "Content-Length: 0\r\nContent-Length: 30\r\n"),
        smuggled("a length and chunks", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n"),
        smuggled("odd chunks", "Transfer-Encoding: xchunked\r\n"),
        smuggled("a length with a sign", "Content-Length: +0\r\n"),
        smuggled("hidden chunks", "Transfer-Encoding: chunked, identity\r\n"));
  }

  private static String large(String begin) {
    return begin + "a".repeat(20_000);
  }

  private static Arguments smuggled(String name, String headers) {
    return Arguments.of(
        name,
        "POST /secret HTTP/1.1\r\nHost: localhost\r\nX-Requested-With: x\r\n"
            + headers
            + "\r\n0\r\n\r\nGET /secret HTTP/1.1\r\n"
            + HOST
            + "\r\n");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nonsense")
  void isRefusedBeforeAnythingIsAnswered(String name, String text) throws IOException {
    int before = answered.get();
    String answer = server.say(text);

    assertThat(answer)
        .matches("(?s)HTTP/1\\.1 [45][0-9]{2} .*")
        .contains("Content-Security-Policy: default-src 'none'")
        .contains("\"message_type\":\"error\"")
        .doesNotContainIgnoringCase("jetty");
    assertThat(answer.split("HTTP/1\\.1 ", -1)).hasSize(2);
    assertThat(answered).hasValue(before);
  }

  /** A letter now and then keeps a connection from being idle; it does not help. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET /secret HTTP/1.1\r\nHost: localhost\r\n",
        "POST /secret HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n"
      })
  void whoNeverComesToAnEndIsCutOff(String begin) throws Exception {
    int before = answered.get();
    try (Socket socket = server.connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(begin.getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(200);
      assertThat(lettersUntilCut(socket, out)).isLessThan(100);
    }
    assertThat(answered).hasValue(before);
    assertThat(server.get("/secret").statusCode()).isEqualTo(200);
  }

  /** How many letters were taken before the other side answered, or hung up. */
  private static int lettersUntilCut(Socket socket, OutputStream out) {
    for (int letters = 0; ; letters++) {
      try {
        out.write('x');
        socket.getInputStream().read();
        return letters;
      } catch (SocketTimeoutException e) {
        // Nothing said yet, which also is what makes the next letter come a little later.
      } catch (IOException e) {
        return letters;
      }
    }
  }
}
