package org.nessiebackup.service.http;

import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.service.endpoint.Problem;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.security.Subject;

/**
 * Writes responses, each in a form that whoever asks can take.
 *
 * @param content has the page that says what went wrong
 * @param streams those who listen to events
 */
record ResponseWriter(WebContent content, EventStreams streams) {
  /** What went wrong, as a page or as a document. */
  Response problem(RequestReader reader, Request request, Problem problem) {
    if (!isForPages(reader)) {
      return Response.json(problem.status(), problem.json());
    }
    // What stands around other pages is for those who may see catalogs.
    return request.subject().equals(Subject.NOBODY)
        ? StillPage.of(problem).response(problem.status(), content.assets(), Map.of())
        : content.problem().apply(request, problem);
  }

  /** Whether a page is wanted: never where programs ask. */
  static boolean isForPages(RequestReader reader) {
    return !reader.context().path().startsWith("/api/")
        && Negotiation.wantsPage(reader.header("accept"));
  }

  void write(RequestReader reader, Request request, Response response) throws IOException {
    switch (response) {
      case Response.Body body -> write(reader.context(), acceptable(reader, body));
      case Response.Events events -> write(reader, request, events);
    }
  }

  /** Only for what has changed nothing: what was done is not undone by a form that is not taken. */
  private Response.Body acceptable(RequestReader reader, Response.Body body) {
    boolean asked = reader.attempt().isSafe() && body.status() == 200;
    return !asked || Negotiation.accepts(reader.header("accept"), body.type())
        ? body
        : notAcceptable(body.type());
  }

  private static Response.Body notAcceptable(String type) {
    return Response.json(
        406,
        new Problem(
                406,
                Failure.USAGE,
                "this is \"%s\", which is not accepted".formatted(type),
                Optional.of("Ask for it, or for */*."))
            .json());
  }

  private static void write(Context context, Response.Body body) {
    context.status(body.status());
    body.headers().forEach(context::header);
    if (body.status() != 304) {
      context.contentType(body.type()).result(body.text());
    }
  }

  private void write(RequestReader reader, Request request, Response.Events events)
      throws IOException {
    Context context = reader.context();
    if (context.method().name().equals("HEAD")) {
      context.contentType("text/event-stream");
      return;
    }
    String who = request.subject().name();
    if (!streams.enter(who)) {
      context.header("Retry-After", "30");
      write(context, Response.json(503, full().json()));
      return;
    }
    long after =
        request
            .header("last-event-id")
            .filter(text -> text.matches("[0-9]{1,18}"))
            .map(Long::parseLong)
            .orElse(events.after());
    context.res().setStatus(200);
    context.res().setContentType("text/event-stream");
    // What stands between, such as nginx, keeps a page waiting otherwise.
    context.res().setHeader("X-Accel-Buffering", "no");
    ServletOutputStream out = context.res().getOutputStream();
    streams.write(who, events, after, out);
  }

  private static Problem full() {
    return new Problem(
        503,
        Failure.LOCKED,
        "too many listen to events already",
        Optional.of("Close pages that nobody looks at."));
  }
}
