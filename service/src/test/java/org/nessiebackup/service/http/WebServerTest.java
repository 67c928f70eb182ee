package org.nessiebackup.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.security.ClusterReview;
import org.nessiebackup.service.security.ClusterUser;
import org.nessiebackup.service.security.KubernetesAuthentication;
import org.nessiebackup.service.security.NoAuthentication;
import org.nessiebackup.service.security.Role;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebServerTest {
  private static final String PROGRAM = "X-Requested-With";

  private ServedEndpoints server;

  @BeforeAll
  void start() {
    server =
        new ServedEndpoints(
            new NoAuthentication(),
            ServedEndpoints.local(),
            Endpoint.of(Method.GET, "/", Role.VIEWER, any -> Response.html(200, "<p>page")),
            Endpoint.of(
                Method.GET,
                "/api/v1/echo/{word}",
                Role.VIEWER,
                request -> text(request.part("word") + request.parameter("q").orElse(""))),
            Endpoint.of(
                Method.POST,
                "/api/v1/echo",
                Role.OPERATOR,
                request -> text(request.body() + request.parameter("field").orElse("-"))),
            Endpoint.of(Method.GET, "/api/v1/missing", Role.VIEWER, any -> missing()),
            Endpoint.of(Method.GET, "/page-missing", Role.VIEWER, any -> missing()),
            Endpoint.of(
                Method.GET,
                "/defect",
                Role.VIEWER,
                any -> {
                  throw new IllegalStateException("org.nessiebackup.Inner");
                }),
            Endpoint.of(
                Method.GET,
                "/broken",
                Role.VIEWER,
                any -> {
                  throw new NoSuchMethodError("org.nessiebackup.Inner");
                }));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static Response missing() {
    throw Failure.BACKUP_NOT_FOUND.exception("no backup \"x\"", "List them.");
  }

  private static Response text(String text) {
    return new Response.Body(200, "text/plain", text, Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/v1/missing", "/nowhere", "/defect", "/%00", "/assets/x/y"})
  void everyAnswerTellsBrowsersToBeCareful(String path) throws Exception {
    HttpResponse<String> answer = server.get(path);

    assertThat(answer.headers().firstValue("content-security-policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy)
                    .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                    .doesNotContain("unsafe", "*", "http"));
    assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
    assertThat(answer.headers().firstValue("cross-origin-resource-policy")).contains("same-origin");
    assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.startsWith("access-control"))
        .doesNotContain("server", "set-cookie");
  }

  @Test
  void whatFailsIsSaidAsCommandsSayIt() throws Exception {
    HttpResponse<String> answer = server.get("/api/v1/missing", "Accept", "text/html");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo(
            "{\"message_type\":\"error\",\"code\":\"backup-not-found\",\"message\":\"no backup"
                + " \\\"x\\\"\",\"hint\":\"List them.\",\"exit_code\":1}");
  }

  @Test
  void browsersAreToldByAPage() throws Exception {
    HttpResponse<String> answer = server.get("/nowhere", "Accept", "text/html,*/*;q=0.8");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
    assertThat(answer.body())
        .contains("<p>there is nothing at &quot;/nowhere&quot;</p>", "<a href=\"/\">")
        .contains(ServedEndpoints.ASSETS.path("page.css"));
    assertThat(server.get("/page-missing", "Accept", "text/html").body())
        .isEqualTo("<p>no backup \"x\"");
  }

  @ParameterizedTest
  @CsvSource({"/defect, IllegalStateException", "/broken, NoSuchMethodError"})
  void aDefectShowsNothingOfTheInsideAndIsTold(String path, String name) throws Exception {
    HttpResponse<String> answer = server.get(path);

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("\"code\":\"internal\"").doesNotContain("Inner", "org.");
    assertThat(server.defects).anyMatch(thrown -> thrown.toString().contains(name + ": org."));
  }

  @Test
  void aDefectWhileSomebodyIsRecognisedLetsNobodyInAndIsTold() throws Exception {
    ClusterReview broken =
        new ClusterReview() {
          @Override
          public Optional<ClusterUser> user(String token) {
            throw new IllegalStateException("org.nessiebackup.Inner");
          }

          @Override
          public boolean has(ClusterUser user, Role role) {
            return true;
          }
        };
    try (ServedEndpoints guarded =
        new ServedEndpoints(
            new KubernetesAuthentication(broken, Clock.systemUTC()),
            ServedEndpoints.local(),
            Endpoint.of(Method.GET, "/api/v1/x", Role.VIEWER, any -> text("inside")))) {
      HttpResponse<String> answer = guarded.get("/api/v1/x", "Authorization", "Bearer x");

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).contains("\"code\":\"internal\"").doesNotContain("Inner");
      assertThat(guarded.defects).singleElement().asString().contains("Inner");
    }
  }

  @Test
  void partsOfThePathAndParametersAreDecodedOnce() throws Exception {
    assertThat(server.get("/api/v1/echo/a%2520b%20c?q=%C3%A4%2B+").body()).isEqualTo("a%20b cä+ ");
  }

  @Test
  void headIsGetWithoutABody() throws Exception {
    HttpResponse<String> answer = server.ask("HEAD", "/api/v1/echo/word", "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("content-length")).contains("4");
    assertThat(server.ask("HEAD", "/api/v1/missing", "").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "OPTIONS", "TRACE", "QUERY", "PROPFIND"})
  void otherMethodsAreRefusedAndNothingIsAllowedToOthers(String method) throws Exception {
    HttpResponse<String> answer =
        server.ask(method, "/api/v1/echo", "", "Origin", "https://evil.example");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).contains("POST");
    assertThat(answer.headers().firstValue("access-control-allow-origin")).isEmpty();
  }

  @Test
  void whatIsNotAcceptedIsNotSent() throws Exception {
    assertThat(server.get("/api/v1/echo/a", "Accept", "image/png").statusCode()).isEqualTo(406);
    assertThat(server.get("/api/v1/echo/a", "Accept", "text/plain;q=0").statusCode())
        .isEqualTo(406);
    for (String accept : new String[] {"text/plain", "text/*", "image/png, */*;q=0.1", "*/*"}) {
      assertThat(server.get("/api/v1/echo/a", "Accept", accept).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void bodiesAreBoundedWhetherTheyTellTheirLengthOrNot() throws Exception {
    String most = "x".repeat(64 << 10);
    assertThat(server.ask("POST", "/api/v1/echo", most, PROGRAM, "test").body())
        .isEqualTo(most + "-");
    assertThat(server.ask("POST", "/api/v1/echo", most + "x", PROGRAM, "test").statusCode())
        .isEqualTo(413);

    HttpRequest chunked =
        HttpRequest.newBuilder(URI.create(server.address() + "/api/v1/echo"))
            .header(PROGRAM, "test")
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(new byte[1 << 20])))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(chunked, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(413);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/echo, 413",
    "POST, /nowhere, 404",
    "POST, /page-missing, 405",
    "PUT, /api/v1/echo, 405"
  })
  void whoStillSendsIsHeardOutAndHearsWhyThatIsRefused(String method, String path, int status)
      throws IOException {
    int size = 3 << 20;
    String head =
        "%s %s HTTP/1.1\r\nHost: localhost\r\n%s: test\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, path, PROGRAM, size);

    // Written whole before anything is read, and more than sockets hold.
    assertThat(
            server.say(
                head
                    + "x".repeat(size)
                    + "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 %d ".formatted(status))
        .contains("HTTP/1.1 200 ");
  }

  @Test
  void whoWaitsToBeAskedForMuchIsRefusedWithoutIt() throws IOException {
    assertThat(
            server.say(
                "POST /nowhere HTTP/1.1\r\nHost: localhost\r\nExpect: %s\r\n%s\r\n\r\n"
                    .formatted("100-continue", "Content-Length: 1000000")))
        .startsWith("HTTP/1.1 404 ");
  }

  @Test
  void fieldsOfFormsAreParameters() throws Exception {
    String type = "application/x-www-form-urlencoded; charset=utf-8";
    assertThat(
            server
                .ask("POST", "/api/v1/echo", "field=a+%26&x", PROGRAM, "test", "Content-Type", type)
                .body())
        .isEqualTo("field=a+%26&xa &");
    for (String wrong : new String[] {"field=%zz", "a=1&".repeat(300)}) {
      assertThat(
              server
                  .ask("POST", "/api/v1/echo", wrong, PROGRAM, "test", "Content-Type", type)
                  .statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void filesOfPagesMayBeKeptForEverAndAreCompressed() throws Exception {
    String path = ServedEndpoints.ASSETS.path("page.css");
    HttpResponse<String> plain = server.get(path);

    assertThat(plain.headers().firstValue("cache-control"))
        .contains("public, max-age=31536000, immutable");
    assertThat(plain.headers().firstValue("content-type").orElseThrow()).startsWith("text/css");
    assertThat(plain.body()).hasSize(6_000);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> packed =
          client.send(
              HttpRequest.newBuilder(URI.create(server.address() + path))
                  .header("Accept-Encoding", "gzip")
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(packed.headers().firstValue("content-encoding")).contains("gzip");
      assertThat(packed.body().length).isLessThan(600);
      assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
          .hasSize(6_000);
    }
    assertThat(server.get(path.replaceFirst("/assets/.", "/assets/x")).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "127.0.0.1.evil.example", "0.0.0.0", "localhost.", "[::]"})
  void namesOfOthersThatLeadHereAreRefused(String host) throws IOException {
    assertThat(server.say("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST:1"})
  void thisMachineMayBeCalledSo(String host) throws IOException {
    assertThat(server.say("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void withoutAuthenticationItIsForThisMachineOnly() {
    WebOptions everywhere = WebOptions.of(InetSocketAddress.createUnresolved("0.0.0.0", 0));

    assertThatThrownBy(
            () ->
                new ServedEndpoints(
                    new NoAuthentication(),
                    everywhere,
                    Endpoint.of(Method.GET, "/", Role.VIEWER, any -> text("x"))))
        .isInstanceOf(BackupException.class)
        .hasMessage("without authentication whoever reaches \"0.0.0.0:0\" could do all")
        .extracting("failure")
        .isEqualTo(Failure.USAGE);
  }

  @Test
  void whatIsForEverybodyMayBeServedEverywhere() throws Exception {
    try (ServedEndpoints monitors =
        new ServedEndpoints(
            new NoAuthentication(),
            WebOptions.of(InetSocketAddress.createUnresolved("0.0.0.0", 0)),
            Endpoint.open(Method.GET, "/health/live", any -> text("ok")))) {
      String answer =
          monitors.say("GET /health/live HTTP/1.1\r\nHost: 10.1.2.3\r\nConnection: close\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("ok");
    }
  }

  @Test
  void anAddressThatIsTakenIsAMistakeOfWhoStartsIt() {
    WebOptions taken =
        WebOptions.of(
            InetSocketAddress.createUnresolved(
                "127.0.0.1", URI.create(server.address()).getPort()));

    assertThatThrownBy(() -> new ServedEndpoints(new NoAuthentication(), taken))
        .isInstanceOf(BackupException.class)
        .hasMessageStartingWith("cannot listen on \"127.0.0.1:");
  }

  @Test
  void whatChangesSomethingIsWrittenDown() throws Exception {
    server.ask("POST", "/api/v1/echo", "", PROGRAM, "test");
    server.ask("POST", "/api/v1/echo", "", "Sec-Fetch-Site", "cross-site");

    assertThat(server.audit)
        .anyMatch(entry -> entry.status() == 200 && entry.subject().equals("local"))
        .anyMatch(
            entry ->
                entry.status() == 403
                    && entry.line().contains("reason=\"it comes from a page of another site\""))
        .noneMatch(entry -> entry.method().equals("GET"));
  }
}
