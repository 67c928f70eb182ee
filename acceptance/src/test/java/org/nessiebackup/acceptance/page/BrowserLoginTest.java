package org.nessiebackup.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.http.WebContent;
import org.nessiebackup.service.http.WebContext;
import org.nessiebackup.service.http.WebOptions;
import org.nessiebackup.service.http.WebServer;
import org.nessiebackup.service.security.Guard;
import org.nessiebackup.service.security.OidcAuthentication;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.service.security.StandInProvider;

/** What a browser lets in and keeps out, with a provider and with pages of others. */
@Timeout(300)
@Execution(ExecutionMode.SAME_THREAD)
class BrowserLoginTest {
  private static final AtomicInteger ACTS = new AtomicInteger();
  private static final int DESK = 1440;

  private static @TempDir Path folder;
  private static StandInProvider provider;
  private static WebServer service;
  private static HttpServer others;

  @BeforeAll
  static void start() throws IOException {
    provider = new StandInProvider();
    int port = freePort();
    URI page = URI.create("http://127.0.0.1:" + port);
    service =
        WebServer.start(
            WebOptions.of(InetSocketAddress.createUnresolved("127.0.0.1", port)),
            new WebContent(
                List.of(
                    Endpoint.of(Method.GET, "/", Role.VIEWER, BrowserLoginTest::form),
                    Endpoint.of(Method.POST, "/act", Role.ADMIN, BrowserLoginTest::act)),
                new Assets(List.of()),
                (request, problem) -> Response.html(problem.status(), problem.message())),
            new WebContext(
                new Guard(
                    new OidcAuthentication(provider.options(Optional.of(page)), Clock.systemUTC())),
                entry -> {},
                defect -> {},
                Clock.systemUTC()));
    others = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    others.createContext(
        "/",
        exchange -> {
          byte[] text =
              """
              <!DOCTYPE html><title>others</title><link rel="icon" href="data:,">
              <a href="%1$s/?from=others">link</a>
              <form method="post" action="%1$s/act"><button>post</button></form>
              """
                  .formatted(page)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    others.start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @AfterAll
  static void stop() {
    service.close();
    others.stop(0);
    provider.close();
  }

  private static Response form(Request request) {
    return Response.html(
        200,
        """
        <!DOCTYPE html><title>ours</title><link rel="icon" href="data:,">
        <p id="who">%s</p>
        <form id="act" method="post" action="/act"><input type="hidden" name="%s" value="%s">
        <button>act</button></form>
        <form id="out" method="post" action="/logout"><input type="hidden" name="%2$s" value="%3$s">
        <button>out</button></form>
        """
            .formatted(request.subject().name(), Request.TOKEN, request.token()));
  }

  private static Response act(Request request) {
    ACTS.incrementAndGet();
    return new Response.Body(303, "text/plain", "", Map.of("Location", "/?acted"));
  }

  private static String text(Browser browser) throws Exception {
    return browser.evaluate("document.body.innerText").asString();
  }

  private static void openOthers(Browser browser) throws Exception {
    browser.open(
        URI.create("http://localhost:" + others.getAddress().getPort() + "/"), DESK, false);
  }

  @Test
  void aBrowserLogsInOnceAndPagesOfOthersGetNothingOutOfThat() throws Exception {
    try (Browser browser = Browser.start(folder)) {
      browser.open(URI.create(service.address() + "/"), DESK, false);
      browser.await("document.querySelector('#who')");
      assertThat(text(browser)).startsWith("anna (id-7)");
      assertThat(browser.evaluate("document.cookie").asString()).isEmpty();
      assertThat(provider.visitors()).isEqualTo(1);

      browser.follow("#act button");
      browser.await("location.search === '?acted'");
      assertThat(ACTS).hasValue(1);

      openOthers(browser);
      browser.follow("a");
      browser.await("document.querySelector('#who')");
      assertThat(browser.evaluate("location.search").asString()).isEqualTo("?from=others");
      assertThat(provider.visitors()).isEqualTo(1);
      assertThat(browser.complaints()).isEmpty();

      openOthers(browser);
      browser.follow("form button");
      browser.await("location.pathname === '/act'");
      assertThat(text(browser)).contains("it comes from a page of another site");
      openOthers(browser);
      for (String method : new String[] {"GET", "POST", "DELETE"}) {
        String read =
            "fetch('%s/act', {method: '%s', credentials: 'include', headers: {'X-Requested-With': 'x'}})"
                .formatted(service.address(), method);
        assertThat(browser.evaluate(read + ".then(() => 'read', () => 'not')").asString())
            .isEqualTo("not");
      }
      assertThat(ACTS).hasValue(1);

      browser.open(URI.create(service.address() + "/"), DESK, false);
      browser.follow("#out button");
      assertThat(text(browser)).contains("Signed out");
      browser.follow("a");
      browser.await("document.querySelector('#who')");
      assertThat(provider.visitors()).isEqualTo(2);
    }
  }

  /** A browser finds this machine under each name below {@code localhost}. */
  @Test
  void aNameOfOthersThatLeadsHereIsNotServed() throws Exception {
    Path place = Files.createDirectory(folder.resolve("rebound"));
    try (Browser browser = Browser.start(place)) {
      String port = service.address().replaceFirst(".*:", "");
      browser.open(URI.create("http://evil.localhost:" + port + "/"), DESK, false);

      assertThat(text(browser)).contains("the service is not called so");
    }
  }
}
