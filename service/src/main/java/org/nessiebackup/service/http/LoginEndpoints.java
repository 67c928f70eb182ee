package org.nessiebackup.service.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Problem;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.security.Attempt;
import org.nessiebackup.service.security.AuditEntry;
import org.nessiebackup.service.security.LoginException;
import org.nessiebackup.service.security.OidcAuthentication;
import org.nessiebackup.service.security.OidcClient;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.service.security.Subject;

/** Where browsers log in and out. */
final class LoginEndpoints {
  private final OidcAuthentication login;
  private final Assets assets;
  private final WebContext around;

  LoginEndpoints(OidcAuthentication login, Assets assets, WebContext around) {
    this.login = login;
    this.assets = assets;
    this.around = around;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.open(Method.GET, OidcClient.callbackPath(), this::end),
        Endpoint.of(Method.POST, "/logout", Role.VIEWER, this::logout));
  }

  /**
   * Sends a browser to the provider. One that comes by a link of others has not shown its cookie:
   * it is made to ask again from a page of ours, and only who is not logged in then has to.
   */
  Response begin(Request request, String page) {
    boolean link =
        request.header("sec-fetch-site").filter(site -> site.endsWith("-site")).isPresent();
    if (link) {
      return StillPage.goOn(page).response(200, assets, Map.of());
    }
    OidcAuthentication.Step step = login.begin(page);
    return new Response.Body(
        303,
        "text/plain; charset=utf-8",
        "",
        Map.of("Location", step.to(), "Set-Cookie", step.cookie()));
  }

  private Response end(Request request) {
    Map<String, String> answer = new HashMap<>();
    request.parameters().forEach((name, values) -> answer.put(name, values.getFirst()));
    try {
      OidcAuthentication.Step step = login.end(attempt(request), answer);
      audit(request, step.subject().name(), 200, "login");
      // Not by a redirect: that would still be the provider's, and the cookie is not sent with it.
      return StillPage.goOn(step.to()).response(200, assets, Map.of("Set-Cookie", step.cookie()));
    } catch (LoginException e) {
      audit(request, Subject.NOBODY.name(), 403, e.getMessage());
      Problem problem =
          new Problem(
              403,
              Failure.PERMISSION,
              "the login did not succeed: " + e.getMessage(),
              Optional.of("Begin it again from the first page."));
      return StillPage.of(problem).response(403, assets, Map.of());
    }
  }

  /** A login changes nothing here, and is written down all the same. */
  private void audit(Request request, String subject, int status, String reason) {
    around
        .audit()
        .record(
            new AuditEntry(
                around.clock().instant(),
                subject,
                request.address(),
                Method.GET.name(),
                OidcClient.callbackPath(),
                status,
                reason));
  }

  private Response logout(Request request) {
    return StillPage.signedOut()
        .response(200, assets, Map.of("Set-Cookie", login.logout(attempt(request))));
  }

  private static Attempt attempt(Request request) {
    return new Attempt("GET", "", request.headers(), "", request.address());
  }
}
