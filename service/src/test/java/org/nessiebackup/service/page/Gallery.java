package org.nessiebackup.service.page;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nessiebackup.service.endpoint.Asset;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.Verdict;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.service.security.Subject;

/** Pages of catalogs that nobody has, on a port of this machine, to be looked at. */
public final class Gallery implements AutoCloseable {
  private final Assets assets = new Assets(Pages.assets());
  private final Map<String, Function<Map<String, List<String>>, String>> pages =
      new LinkedHashMap<>();
  private final HttpServer server;

  public Gallery() throws Exception {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    pages();
    server.createContext(
        "/",
        exchange -> {
          URI asked = exchange.getRequestURI();
          Map<String, List<String>> parameters = new LinkedHashMap<>();
          if (asked.getQuery() != null) {
            for (String each : asked.getQuery().split("&")) {
              parameters.put(
                  each.substring(0, each.indexOf('=')),
                  List.of(each.substring(each.indexOf('=') + 1)));
            }
          }
          String text;
          String type = "text/html; charset=utf-8";
          int status = 200;
          if (asked.getPath().startsWith("/assets/")) {
            String[] parts = asked.getPath().split("/");
            Asset asset = assets.find(parts[2], parts[3]).orElseThrow();
            text = asset.text();
            type = asset.type();
          } else if (asked.getPath().equals("/api/v1/events")) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(": here\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            return;
          } else if (pages.containsKey(asked.getPath())) {
            text = pages.get(asked.getPath()).apply(parameters);
          } else {
            text = "";
            status = 404;
          }
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", type);
          exchange
              .getResponseHeaders()
              .set(
                  "Content-Security-Policy",
                  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                      + " connect-src 'self'; form-action 'self'; base-uri 'none';"
                      + " frame-ancestors 'none'");
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  /** Where it is. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What can be looked at. */
  public List<String> paths() {
    return List.copyOf(pages.keySet());
  }

  private void pages() {
    Instant now = SampleKnowledge.NOW;
    CatalogState busy = SampleKnowledge.state("sales", SampleKnowledge.busy(now));
    Safety safe =
        new Safety(
            "safe",
            "Safe as of 14:03:07 (2 s ago). A restore would take about 40 s. Proven 6 h ago by a"
                + " drill.",
            Optional.empty());
    pages.put(
        "/catalogs/sales",
        query ->
            catalog(busy, safe, query.getOrDefault("at", List.of()).stream().findFirst(), now));
    pages.put("/", query -> fleet(now));
  }

  private String catalog(CatalogState state, Safety safe, Optional<String> at, Instant now) {
    Layout layout = new Layout(assets, name -> safe);
    Frame frame =
        layout.live(
            request(),
            state.catalog(),
            Optional.of(new Frame.Spot(state.catalog(), Section.POINTS)),
            new Frame.Live("/catalogs/sales", List.of("state", "work", "line")));
    return new CatalogPage(frame, state, List.of(), at.flatMap(TimeWindow::parse), now).html();
  }

  private String fleet(Instant now) {
    List<CatalogLine> lines = new ArrayList<>();
    String[] names = {"sales", "web", "research", "<img src=x onerror=alert(1)>", "stock"};
    for (int i = 0; i < names.length; i++) {
      CatalogState state =
          SampleKnowledge.state(
              names[i],
              new SampleKnowledge(now)
                  .add(now.minus(Duration.ofHours(i * i * 3 + 1)), true, 1)
                  .knowledge());
      lines.add(
          new CatalogLine(
              state,
              List.of(),
              new Verdict(
                  Verdict.Level.values()[i % 4],
                  Optional.of(now.minus(Duration.ofHours(i * i * 3 + 1))),
                  i % 4 == 3
                      ? "Safe as of 13:03:07 (1 h ago)."
                      : "The newest recovery point is 3 h old, and 1 h is allowed.",
                  i % 4 == 3 ? Optional.empty() : Optional.of("Look at the last run.")),
              now));
    }
    lines = CatalogLine.worstFirst(lines);
    Safety safety = Safety.of(lines);
    Frame frame = new Layout(assets, name -> safety).still(request(), "Catalogs", Optional.empty());
    return new FleetPage(frame, lines).html();
  }

  private static Request request() {
    return new Request(
        Map.of(), Map.of(), Map.of(), "", new Subject("alice", Role.OPERATOR), "", "token");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  public static void main(String[] args) throws Exception {
    Gallery gallery = new Gallery();
    System.out.println(gallery.address());
  }
}
