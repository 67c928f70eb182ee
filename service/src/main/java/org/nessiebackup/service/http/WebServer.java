package org.nessiebackup.service.http;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinBindException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nessiebackup.Failure;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.service.security.Subject;

/** The server of page and API. */
public final class WebServer implements AutoCloseable {
  private final Javalin server;
  private final String host;

  private WebServer(Javalin server, String host) {
    this.server = server;
    this.host = host;
  }

  /**
   * Starts it.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#USAGE} if the address cannot be had
   */
  public static WebServer start(InetSocketAddress listen, List<Endpoint> endpoints) {
    Javalin server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.startupWatcherEnabled = false;
              config.concurrency.useVirtualThreads = true;
              endpoints.forEach(
                  each ->
                      config.routes.addHttpHandler(
                          type(each.method()), each.path(), context -> serve(each, context)));
            });
    try {
      server.start(listen.getHostString(), listen.getPort());
    } catch (JavalinBindException e) {
      throw Failure.USAGE.exception(
          "cannot listen on \"%s:%d\"".formatted(listen.getHostString(), listen.getPort()),
          "Is another service there already? --listen names another address.",
          e);
    }
    return new WebServer(server, listen.getHostString());
  }

  private static HandlerType type(Method method) {
    return switch (method) {
      case GET -> HandlerType.GET;
      case POST -> HandlerType.POST;
      case DELETE -> HandlerType.DELETE;
    };
  }

  private static void serve(Endpoint endpoint, Context context) {
    switch (endpoint.handler().apply(request(context))) {
      case Response.Body body -> {
        context.status(body.status()).contentType(body.type());
        body.headers().forEach(context::header);
        context.result(body.text());
      }
      case Response.Events events -> context.status(501);
    }
  }

  private static Request request(Context context) {
    Map<String, List<String>> parameters = new HashMap<>(context.queryParamMap());
    parameters.putAll(context.formParamMap());
    Map<String, String> headers = new HashMap<>();
    context.headerMap().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return new Request(
        context.pathParamMap(),
        parameters,
        headers,
        context.body(),
        new Subject("local", Role.ADMIN));
  }

  /** Where it listens, as the start of a URL. */
  public String address() {
    return "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, server.port());
  }

  @Override
  public void close() {
    server.stop();
  }
}
