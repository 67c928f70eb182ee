package org.nessiebackup.service.http;

import java.util.Map;
import java.util.Optional;
import org.nessiebackup.report.page.Templates;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Problem;
import org.nessiebackup.service.endpoint.Response;

/**
 * A page that tells nothing of any catalog: for who is not known, or not yet.
 *
 * @param title its heading
 * @param message what and where
 * @param hint what to do
 * @param next where it goes on to by itself
 * @param link where one can go
 * @param words what that is called
 * @param style where its style is
 */
record StillPage(
    String title,
    Optional<String> message,
    Optional<String> hint,
    Optional<String> next,
    String link,
    String words,
    Optional<String> style) {
  private static final Templates TEMPLATES = Templates.beside(StillPage.class);
  private static final String STYLE = "page.css";

  /** Goes on to a page of ours. */
  static StillPage goOn(String path) {
    return new StillPage(
        "One moment",
        Optional.empty(),
        Optional.empty(),
        Optional.of(path),
        path,
        "Go on",
        Optional.empty());
  }

  static StillPage signedOut() {
    return new StillPage(
        "Signed out",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "/",
        "Sign in again",
        Optional.empty());
  }

  static StillPage of(Problem problem) {
    return new StillPage(
        "Not done",
        Optional.of(problem.message()),
        problem.hint(),
        Optional.empty(),
        "/",
        "First page",
        Optional.empty());
  }

  /** As a response, dressed as other pages are. */
  Response response(int status, Assets assets, Map<String, String> headers) {
    String text = TEMPLATES.render("still", dressed(assets.pathIfThere(STYLE)));
    return new Response.Body(status, "text/html; charset=utf-8", text, headers);
  }

  private StillPage dressed(Optional<String> found) {
    return new StillPage(title, message, hint, next, link, words, found);
  }
}
