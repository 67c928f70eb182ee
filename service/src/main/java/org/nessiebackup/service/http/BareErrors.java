package org.nessiebackup.service.http;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.nessiebackup.Failure;
import org.nessiebackup.service.endpoint.Problem;

/** Answers what is no request at all, before anything else has seen it. */
final class BareErrors implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    ResponseHeaders.always().forEach(response.getHeaders()::put);
    response.getHeaders().put("Cache-Control", ResponseHeaders.NOT_STORED);
    response.getHeaders().put("Content-Type", "application/json");
    Problem problem =
        Problem.of(response.getStatus(), Failure.USAGE, "the request cannot be understood");
    Content.Sink.write(response, true, problem.json().toString(), callback);
    return true;
  }
}
