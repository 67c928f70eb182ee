package org.nessiebackup.service.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.nessiebackup.Failure;
import org.nessiebackup.service.endpoint.Asset;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Problem;
import org.nessiebackup.service.security.NoAuthentication;
import org.nessiebackup.service.security.OidcAuthentication;

/** A server of endpoints: of page and API, or of what only machines ask for. */
public final class WebServer implements AutoCloseable {
  private static final long LAST_ANSWERS_MILLIS = 5_000;

  /** In a second, of a body. */
  private static final int SLOWEST_BYTES = 1_024;

  private final WebOptions options;
  private final HostNames names;
  private final WebContent content;
  private final WebContext around;
  private final EventStreams streams = new EventStreams();
  private final Exchange exchange;
  private final Javalin server;

  private WebServer(WebOptions options, WebContent content, WebContext around) {
    this.options = options;
    this.names = HostNames.of(options);
    this.content = content;
    this.around = around;
    this.exchange =
        new Exchange(
            around,
            new ResponseWriter(content, streams),
            login().map(found -> new LoginEndpoints(found, content.assets(), around)));
    this.server = Javalin.create(this::configure);
  }

  /**
   * Starts it.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#USAGE} if the address cannot be had, or
   *     everybody would be let in from elsewhere
   */
  public static WebServer start(WebOptions options, WebContent content, WebContext around) {
    boolean open = around.guard().authentication() instanceof NoAuthentication;
    if (open && content.needsRoles() && !options.isLocal()) {
      throw Failure.USAGE.exception(
          "without authentication whoever reaches \"%s\" could do all"
              .formatted(text(options.listen())),
          "Choose how people log in with --auth, or listen on 127.0.0.1 only.");
    }
    WebServer started = new WebServer(options, content, around);
    try {
      started.server.start();
    } catch (JavalinBindException e) {
      throw Failure.USAGE.exception(
          "cannot listen on \"%s\"".formatted(text(options.listen())),
          "Is another service there already? --listen names another address.",
          e);
    }
    return started;
  }

  private Optional<OidcAuthentication> login() {
    return around.guard().authentication() instanceof OidcAuthentication oidc && oidc.hasPages()
        ? Optional.of(oidc)
        : Optional.empty();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.prefer405over404 = true;
    config.http.compressionStrategy = CompressionStrategy.GZIP;
    Connectors connectors = new Connectors(options, around.defects());
    config.jetty.modifyServer(WebServer::prepare);
    config.jetty.modifyHttpConfiguration(Connectors::limit);
    config.jetty.addConnector(connectors::of);
    config.routes.before(this::before);
    endpoints().forEach(each -> add(config, each));
    config.routes.get("/assets/{version}/{name}", this::asset);
    config.routes.exception(HttpResponseException.class, this::refused);
  }

  private static void prepare(Server jetty) {
    jetty.setHandler(new GracefulHandler(new MinimumDataRateHandler(SLOWEST_BYTES, 0)));
    jetty.setStopTimeout(LAST_ANSWERS_MILLIS);
    jetty.setErrorHandler(new BareErrors());
  }

  private List<Endpoint> endpoints() {
    List<Endpoint> all = new ArrayList<>(content.endpoints());
    login()
        .ifPresent(
            found -> all.addAll(new LoginEndpoints(found, content.assets(), around).endpoints()));
    return all;
  }

  private void add(JavalinConfig config, Endpoint endpoint) {
    config.routes.addHttpHandler(
        type(endpoint.method()), endpoint.path(), context -> exchange.serve(endpoint, context));
    if (endpoint.method() == Method.GET) {
      config.routes.head(endpoint.path(), context -> exchange.serve(endpoint, context));
    }
  }

  private static HandlerType type(Method method) {
    return switch (method) {
      case GET -> HandlerType.GET;
      case POST -> HandlerType.POST;
      case DELETE -> HandlerType.DELETE;
    };
  }

  private void before(Context context) {
    ResponseHeaders.always().forEach(context::header);
    context.header("Cache-Control", ResponseHeaders.NOT_STORED);
    if (!names.accept(context.header("Host"))) {
      throw new HttpResponseException(421, "the service is not called so");
    }
  }

  private void asset(Context context) {
    Asset found =
        content
            .assets()
            .find(context.pathParam("version"), context.pathParam("name"))
            .orElseThrow(() -> new HttpResponseException(404));
    context.header("Cache-Control", ResponseHeaders.FOR_EVER);
    context.contentType(found.type()).result(found.text());
  }

  private void refused(HttpResponseException thrown, Context context) {
    String message =
        switch (thrown.getStatus()) {
          case 404 -> "there is nothing at \"%s\"".formatted(context.path());
          case 405 -> "\"%s\" is not for that".formatted(context.path());
          default -> thrown.getMessage();
        };
    Optional.ofNullable(thrown.getDetails().get("availableMethods"))
        .ifPresent(allowed -> context.header("Allow", allowed));
    try {
      exchange.refuse(context, Problem.of(thrown.getStatus(), Failure.USAGE, message));
    } catch (IOException e) {
      // The other side has gone, and wants no answer any more.
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens, as the start of a URL. */
  public String address() {
    String scheme = options.certificate().isPresent() ? "https" : "http";
    return "%s://%s"
        .formatted(
            scheme, text(new InetSocketAddress(options.listen().getHostString(), server.port())));
  }

  private static String text(InetSocketAddress address) {
    String host = address.getHostString();
    return "%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, address.getPort());
  }

  @Override
  public void close() {
    streams.close();
    server.stop();
  }
}
