package org.nessiebackup.service.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Problem;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.security.AuditEntry;
import org.nessiebackup.service.security.Decision;
import org.nessiebackup.service.security.Subject;

/**
 * Answers requests: asks the guard, has an endpoint answer, and writes down who it was. Behind it
 * the server would swallow what is thrown: so errors of Java are told as defects, too.
 *
 * @param around the guard, and who is told
 * @param writer writes what is answered
 * @param login where browsers log in; empty if they do not do so here
 */
record Exchange(WebContext around, ResponseWriter writer, Optional<LoginEndpoints> login) {
  /** Answers a request to an endpoint. */
  void serve(Endpoint endpoint, Context context) throws IOException {
    RequestReader reader = RequestReader.read(context);
    Decision decision;
    try {
      decision = around.guard().decide(reader.attempt(), endpoint.role());
    } catch (RuntimeException | Error e) {
      around.defects().accept(e);
      refuse(reader, defect());
      return;
    }
    switch (decision) {
      case Decision.Allowed allowed -> {
        Request request = reader.request(allowed.subject(), allowed.token());
        writer.write(reader, request, answered(endpoint.handler(), reader, request));
        if (!reader.attempt().isSafe()) {
          audit(reader, allowed.subject().name(), "");
        }
      }
      case Decision.Unidentified who -> unidentified(reader, who.reason());
      case Decision.Forbidden who -> {
        refuse(reader, Problem.of(403, Failure.PERMISSION, "this is refused: " + who.reason()));
        audit(reader, who.name(), who.reason());
      }
      case Decision.Later later -> wait(reader, Math.max(1, later.left().toSeconds() + 1));
      case Decision.Unavailable now -> {
        // Where the cluster is, and what is wrong there, is for the log.
        String message = "it cannot be found out now who asks; the service's log says why";
        refuse(reader, Problem.of(503, Failure.CONNECTION, message));
        audit(reader, Subject.NOBODY.name(), now.reason());
      }
    }
  }

  private Response answered(
      Function<Request, Response> handler, RequestReader reader, Request request) {
    try {
      return handler.apply(request);
    } catch (BackupException e) {
      return writer.problem(reader, request, Problem.of(e));
    } catch (RuntimeException | Error e) {
      around.defects().accept(e);
      return writer.problem(reader, request, defect());
    }
  }

  private static Problem defect() {
    return new Problem(
        500,
        Failure.INTERNAL,
        "a defect of this program; its log says more",
        Optional.of("Please report it, with the lines of the log."));
  }

  private void unidentified(RequestReader reader, String reason) throws IOException {
    boolean page = ResponseWriter.isForPages(reader) && reader.attempt().isSafe();
    if (login.isPresent() && page && reason.isEmpty()) {
      Request request = reader.request(Subject.NOBODY, "");
      writer.write(
          reader,
          request,
          answered(asked -> login.get().begin(asked, reader.place()), reader, request));
      return;
    }
    String challenge = around.guard().authentication().challenge();
    reader.context().header("WWW-Authenticate", challenge);
    if (login.isPresent() && reader.header("hx-request") != null) {
      // A session has ended under a page that is open: loaded anew it leads to the provider.
      reader.context().header("HX-Refresh", "true");
    }
    String message = reason.isEmpty() ? "it has to be known who asks" : "not let in: " + reason;
    refuse(reader, Problem.of(401, Failure.LOGIN, message));
    // Who shows nothing asks what there is to be shown: each login begins so.
    if (!reason.isEmpty() || !reader.attempt().isSafe()) {
      audit(reader, Subject.NOBODY.name(), message);
    }
  }

  private void wait(RequestReader reader, long seconds) throws IOException {
    reader.context().header("Retry-After", String.valueOf(seconds));
    String message = "too many logins have failed; try again in %d s".formatted(seconds);
    refuse(reader, Problem.of(429, Failure.LOGIN, message));
    audit(reader, Subject.NOBODY.name(), message);
  }

  /** Answers a request that is refused before an endpoint has read it. */
  void refuse(Context context, Problem problem) throws IOException {
    RequestReader reader = RequestReader.withoutBody(context);
    reader.discardBody();
    refuse(reader, problem);
  }

  private void refuse(RequestReader reader, Problem problem) throws IOException {
    Request request = reader.request(Subject.NOBODY, "");
    writer.write(reader, request, writer.problem(reader, request, problem));
  }

  private void audit(RequestReader reader, String subject, String reason) {
    Context context = reader.context();
    around
        .audit()
        .record(
            new AuditEntry(
                around.clock().instant(),
                subject,
                context.ip(),
                context.method().name(),
                context.path(),
                context.statusCode(),
                reason));
  }
}
