package org.nessiebackup.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.security.OidcAuthentication;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.service.security.StandInProvider;

/** Logins of browsers, as browsers and providers do them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserLoginTest {
  private static final String HTML = "text/html,*/*;q=0.8";

  private StandInProvider provider;
  private ServedEndpoints server;

  @BeforeAll
  void start() throws IOException {
    provider = new StandInProvider();
    server =
        new ServedEndpoints(
            new OidcAuthentication(
                provider.options(Optional.of(URI.create("https://backups.example"))),
                Clock.systemUTC()),
            ServedEndpoints.local(),
            Endpoint.of(Method.GET, "/page", Role.VIEWER, BrowserLoginTest::answer),
            Endpoint.of(Method.GET, "/api/v1/x", Role.VIEWER, BrowserLoginTest::answer),
            Endpoint.of(Method.POST, "/act", Role.OPERATOR, BrowserLoginTest::answer));
  }

  private static Response answer(Request request) {
    return new Response.Body(
        200, "text/html", request.subject().name() + "\n" + request.token(), Map.of());
  }

  @AfterAll
  void stop() {
    server.close();
    provider.close();
  }

  private HttpResponse<String> begin() throws Exception {
    return server.get("/page?at=1", "Accept", HTML, "Sec-Fetch-Site", "none");
  }

  /** The provider sends a browser back, which has these cookies. */
  private HttpResponse<String> comeBack(URI to, String... cookies) throws Exception {
    String[] navigation = {
      "Accept",
      HTML,
      "Sec-Fetch-Site",
      "cross-site",
      "Sec-Fetch-Mode",
      "navigate",
      "Sec-Fetch-Dest",
      "document",
      "Cookie",
      String.join("; ", cookies)
    };
    return server.get(to.getRawPath() + "?" + to.getRawQuery(), navigation);
  }

  private static String cookie(HttpResponse<String> response) {
    return response.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
  }

  private static URI sentTo(HttpResponse<String> response) {
    return URI.create(response.headers().firstValue("location").orElseThrow());
  }

  /** The cookie of somebody who has logged in. */
  private String session(String... groups) throws Exception {
    HttpResponse<String> begun = begin();
    return cookie(comeBack(provider.login(sentTo(begun), groups), cookie(begun)));
  }

  @Test
  void whoLogsInIsBroughtToThePageThatHeWanted() throws Exception {
    HttpResponse<String> begun = begin();
    assertThat(begun.statusCode()).isEqualTo(303);
    assertThat(sentTo(begun).toString()).startsWith(provider.issuer() + "/authorize?");
    assertThat(begun.headers().firstValue("set-cookie").orElseThrow())
        .matches(
            "__Host-nessie-backup-login=[A-Za-z0-9_-]+; Path=/; Secure; HttpOnly; SameSite=Lax;"
                + " Max-Age=600");

    HttpResponse<String> back = comeBack(provider.login(sentTo(begun), "admins"), cookie(begun));
    // A redirect would still be the provider's, and a strict cookie is not sent with it.
    assertThat(back.statusCode()).isEqualTo(200);
    assertThat(back.body()).contains("http-equiv=\"refresh\" content=\"0;url=/page?at&#x3D;1\"");
    assertThat(back.headers().firstValue("set-cookie").orElseThrow())
        .matches(
            "__Host-nessie-backup=[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict");

    HttpResponse<String> page =
        server.get("/page?at=1", "Cookie", cookie(back), "Sec-Fetch-Site", "same-origin");
    assertThat(page.body()).startsWith("anna (id-7)\n");
    assertThat(server.audit).anyMatch(entry -> entry.line().contains("login"));
  }

  @Test
  void formsOfThisSessionActAndNoOthers() throws Exception {
    String cookie = session("operators");
    String other = session("operators");
    String token = server.get("/page", "Cookie", cookie).body().split("\n", 2)[1];
    String form = Request.TOKEN + "=" + token;

    assertThat(act(cookie, "same-origin", form)).isEqualTo(200);
    assertThat(act(other, "same-origin", form)).isEqualTo(403);
    assertThat(act(cookie, "cross-site", form)).isEqualTo(403);
    assertThat(act(cookie, "same-site", form)).isEqualTo(403);
    assertThat(act(cookie, "same-origin", "")).isEqualTo(403);
    assertThat(act(session("viewers"), "same-origin", form)).isEqualTo(403);
    assertThat(
            server
                .ask("POST", "/act", "", "Cookie", cookie, "X-Requested-With", "no browser")
                .statusCode())
        .isEqualTo(403);
  }

  private int act(String cookie, String site, String form) throws Exception {
    return server
        .ask(
            "POST",
            "/act",
            form,
            "Cookie",
            cookie,
            "Sec-Fetch-Site",
            site,
            "Content-Type",
            "application/x-www-form-urlencoded")
        .statusCode();
  }

  @Test
  void aSessionEndsWhereItIsSaidTo() throws Exception {
    String cookie = session("viewers");
    HttpResponse<String> out =
        server.ask(
            "POST",
            "/logout",
            "",
            "Cookie",
            cookie,
            "Sec-Fetch-Site",
            "same-origin",
            "HX-Request",
            "true");

    assertThat(out.statusCode()).isEqualTo(200);
    assertThat(out.headers().firstValue("set-cookie").orElseThrow())
        .startsWith("__Host-nessie-backup=; ")
        .endsWith("Max-Age=0");
    assertThat(server.get("/page", "Cookie", cookie).statusCode()).isEqualTo(401);
    // An open page is loaded anew, and so leads to a login.
    assertThat(
            server
                .get("/page", "Cookie", cookie, "HX-Request", "true")
                .headers()
                .firstValue("hx-refresh"))
        .contains("true");
    assertThat(
            server
                .ask(
                    "POST",
                    "/logout",
                    "",
                    "Cookie",
                    session("viewers"),
                    "Sec-Fetch-Site",
                    "cross-site")
                .statusCode())
        .isEqualTo(403);
  }

  /** Otherwise somebody could be logged in as another, and not notice whose eyes he has. */
  @Test
  void aLoginEndsInTheBrowserThatBeganIt() throws Exception {
    HttpResponse<String> mine = begin();
    HttpResponse<String> other = begin();
    URI back = provider.login(sentTo(mine), "admins");

    assertThat(comeBack(back, "x=y").statusCode()).isEqualTo(403);
    assertThat(comeBack(back, cookie(other)).statusCode()).isEqualTo(403);
    assertThat(comeBack(back, cookie(mine), cookie(other)).statusCode()).isEqualTo(403);
    assertThat(comeBack(back, cookie(mine) + "A").statusCode()).isEqualTo(403);
    assertThat(comeBack(back, cookie(mine)).statusCode()).isEqualTo(200);
    assertThat(comeBack(back, cookie(mine)).statusCode()).isEqualTo(403);
    assertThat(server.audit).anyMatch(entry -> entry.line().contains("has not begun a login"));
  }

  @Test
  void whatTheProviderDoesNotConfirmIsNoLogin() throws Exception {
    HttpResponse<String> begun = begin();
    String state = provider.login(sentTo(begun), "admins").getRawQuery().replaceFirst(".*&", "");
    for (String query :
        new String[] {
          "", "code=guess", state, "code=guess&" + state, "error=access_denied&" + state
        }) {
      HttpResponse<String> answer =
          comeBack(URI.create("http://x/login/callback?" + query), cookie(begun));
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
    }
    URI good = provider.login(sentTo(begun), "admins");
    assertThat(
            comeBack(URI.create(good + "&iss=https%3A%2F%2Fevil.example"), cookie(begun))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void whoHasNoRoleIsNotLetIn() throws Exception {
    HttpResponse<String> begun = begin();
    HttpResponse<String> back = comeBack(provider.login(sentTo(begun), "x"), cookie(begun));

    assertThat(back.statusCode()).isEqualTo(403);
    assertThat(back.body()).contains("no role was given to this user");
  }

  /** A strict cookie is not sent with it; the page's own request for itself brings it. */
  @Test
  void aLinkOfOthersDoesNotMakeAnybodyLogInAgain() throws Exception {
    HttpResponse<String> answer =
        server.get(
            "/page?at=%3Cb%3E&b=%22",
            "Accept",
            HTML,
            "Sec-Fetch-Site",
            "cross-site",
            "Sec-Fetch-Mode",
            "navigate",
            "Sec-Fetch-Dest",
            "document");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("content=\"0;url=/page?at&#x3D;%3Cb%3E&amp;b&#x3D;%22\"");
  }

  @Test
  void programsAreToldAndNotSentElsewhere() throws Exception {
    HttpResponse<String> answer = server.get("/api/v1/x", "Accept", HTML);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("www-authenticate").orElseThrow()).startsWith("Bearer");
    assertThat(answer.body()).contains("\"code\":\"login\"");
    assertThat(
            server
                .get("/api/v1/x", "Authorization", "Bearer " + provider.tokenOf("viewers"))
                .statusCode())
        .isEqualTo(200);
    assertThat(
            server
                .ask("POST", "/act", "", "Authorization", "Bearer " + provider.tokenOf("operators"))
                .statusCode())
        .isEqualTo(200);
  }

  /** Then it is not he who logs in that is wrong. */
  @Test
  void aProviderThatDoesNotShowItsKeysIsNoRefusal() throws Exception {
    try (StandInProvider closed = new StandInProvider()) {
      closed.say(text -> text.replace("/keys", "/nowhere"));
      try (ServedEndpoints served =
          new ServedEndpoints(
              new OidcAuthentication(
                  closed.options(Optional.of(URI.create("https://backups.example"))),
                  Clock.systemUTC()),
              ServedEndpoints.local(),
              Endpoint.of(Method.GET, "/page", Role.VIEWER, BrowserLoginTest::answer))) {
        HttpResponse<String> begun = served.get("/page", "Accept", HTML);
        URI back = closed.login(sentTo(begun), "admins");

        assertThat(
                served
                    .get(back.getRawPath() + "?" + back.getRawQuery(), "Cookie", cookie(begun))
                    .statusCode())
            .isEqualTo(502);
      }
    }
  }

  @Test
  void aProviderThatIsAwayIsForTheLog() throws Exception {
    StandInProvider away = new StandInProvider();
    String token = away.tokenOf("admins");
    OidcAuthentication authentication =
        new OidcAuthentication(away.options(Optional.empty()), Clock.systemUTC());
    away.close();
    try (ServedEndpoints alone =
        new ServedEndpoints(
            authentication,
            ServedEndpoints.local(),
            Endpoint.of(Method.GET, "/api/v1/x", Role.VIEWER, BrowserLoginTest::answer))) {
      HttpResponse<String> answer = alone.get("/api/v1/x", "Authorization", "Bearer " + token);

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).doesNotContain(away.issuer());
      assertThat(alone.audit)
          .singleElement()
          .satisfies(entry -> assertThat(entry.reason()).contains(away.issuer()));
    }
  }
}
