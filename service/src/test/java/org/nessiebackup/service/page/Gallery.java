package org.nessiebackup.service.page;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
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
import org.nessiebackup.Failure;
import org.nessiebackup.service.endpoint.Asset;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.Point;
import org.nessiebackup.service.fleet.VaultKnowledge;
import org.nessiebackup.service.fleet.Verdict;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Place;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunId;
import org.nessiebackup.service.run.RunRequest;
import org.nessiebackup.service.run.RunState;
import org.nessiebackup.service.schedule.ScheduleState;
import org.nessiebackup.service.schedule.Task;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.service.security.Subject;
import org.nessiebackup.service.timeline.TimeWindow;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Pages of catalogs that nobody has, on a port of this machine, to be looked at. */
public final class Gallery implements AutoCloseable {
  /** What can be looked at. */
  public static final List<String> PATHS =
      List.of(
          "/",
          "/catalogs/sales",
          "/catalogs/sales?at=2026-11-26",
          "/catalogs/late",
          "/point",
          "/refs",
          "/refs-locked",
          "/runs",
          "/run",
          "/run-failed",
          "/drills",
          "/keys");

  private final Assets assets = new Assets(Pages.assets());
  private final Map<String, Function<Map<String, List<String>>, String>> pages =
      new LinkedHashMap<>();
  private static final List<Verdict.Level> LEVELS = List.of(Verdict.Level.values());

  private final HttpServer server;

  /** Opens it. */
  public Gallery() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pages();
    server.createContext(
        "/",
        exchange -> {
          URI asked = exchange.getRequestURI();
          Map<String, List<String>> parameters = new LinkedHashMap<>();
          if (asked.getQuery() != null) {
            for (String each : asked.getQuery().split("&", -1)) {
              parameters.put(
                  each.substring(0, each.indexOf('=')),
                  List.of(each.substring(each.indexOf('=') + 1)));
            }
          }
          String text;
          String type = "text/html; charset=utf-8";
          int status = 200;
          if (asked.getPath().startsWith("/assets/")) {
            String[] parts = asked.getPath().split("/", -1);
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
    CatalogState late =
        SampleKnowledge.state(
            "late",
            new SampleKnowledge(now)
                .add(now.minus(Duration.ofHours(50)), true, 1)
                .add(now.minus(Duration.ofHours(49)), false, 2)
                .finding(
                    "the newest backup is 49 h old, and 1 h is allowed", "no drill was ever held")
                .knowledge());
    Safety risk =
        new Safety(
            "risk",
            "Not safe: if the catalog were lost now, 49 h of commits would be lost.",
            Optional.of("The last run failed: look at it, or back up now."));
    pages.put("/catalogs/late", query -> catalog(late, risk, Optional.empty(), now));
    VaultKnowledge known = busy.vault().orElseThrow();
    Point point = known.points().get(known.points().size() - 20);
    pages.put(
        "/point",
        query ->
            new PointPage(
                    frame("Point", Section.POINTS, safe),
                    known,
                    point,
                    Optional.of(List.of("age1" + "q".repeat(58), "age1" + "z".repeat(58))),
                    true,
                    Command.of("restore", point.id().value(), "--catalog", "sales"),
                    now)
                .html());
    pages.put("/refs", query -> references(safe));
    pages.put("/keys", query -> keys(safe));
    pages.put("/refs-locked", query -> locked(safe));
    pages.put(
        "/runs",
        query ->
            new RunsPage(
                    frame("Runs", Section.RUNS, safe),
                    List.of(new RunLine(run(RunState.RUNNING, now), now)),
                    List.of(
                        new RunLine(run(RunState.DONE, now), now),
                        new RunLine(run(RunState.FAILED, now), now)),
                    List.of(
                        new ScheduleLine(
                            new ScheduleState.Next(
                                Task.FULL, Command.of("backup"), now.plusSeconds(9_000), 1),
                            Optional.of(new RunLine(run(RunState.DONE, now), now)),
                            now)),
                    true,
                    Optional.empty())
                .html());
    pages.put(
        "/run",
        query ->
            new RunPage(frame("Run", Section.RUNS, safe), run(RunState.RUNNING, now), now).html());
    pages.put(
        "/run-failed",
        query ->
            new RunPage(frame("Run", Section.RUNS, safe), run(RunState.FAILED, now), now).html());
    pages.put(
        "/drills",
        query ->
            new DrillsPage(
                    frame("Drills", Section.DRILLS, safe),
                    busy,
                    List.of(),
                    true,
                    Command.of("drill", "--catalog", "sales"),
                    now)
                .html());
  }

  private String keys(Safety safe) {
    ObjectNode keys = JsonNodeFactory.instance.objectNode();
    keys.put("encryption", "age");
    keys.putArray("recipients").addObject().put("recipient", "age1" + "q".repeat(58));
    keys.putArray("signing_keys").addObject().put("key", "ab".repeat(32)).put("here", true);
    return new KeysPage(
            frame("Keys", Section.KEYS, safe),
            Command.of("key", "list", "--catalog", "sales"),
            new CommandResult(0, Optional.of(keys), Optional.empty()))
        .html();
  }

  private Frame frame(String title, Section section, Safety safety) {
    return new Layout(assets, name -> safety)
        .still(request(), title, Optional.of(new Frame.Spot("sales", section)));
  }

  private String references(Safety safe) {
    ContentTable listing = ContentTable.of("Name", "Type", "Newest commit", "Message", "History");
    for (String name :
        List.of(
            "main",
            "etl/nightly",
            "<img src=x onerror=alert(1)>",
            "\u202egnp.exe",
            "a".repeat(500),
            "feature/\ud83d\ude80")) {
      listing.row(
          ContentTable.Cell.link(
              name, Href.catalog("sales").to("points", "x", "ls").with("ref", name)),
          ContentTable.Cell.word("BRANCH"),
          ContentTable.Cell.word("2026-11-29 13:48:07 UTC"),
          ContentTable.Cell.text("Load the orders of " + name),
          ContentTable.Cell.word("Commits")
              .to(Href.catalog("sales").to("points", "x", "log").with("ref", name)));
    }
    return new ContentPage(
            frame("Refs", Section.POINTS, safe),
            "Branches and tags of 20261129T134807Z-0001",
            List.of(new Link("Point 20261129T134807Z-0001", "/point", false)),
            Command.of("refs", "20261129T134807Z-0001", "--catalog", "sales"),
            Optional.of(
                ContentPage.Found.of("As of 2026-11-29 13:48:07 UTC, from the backup.", listing)),
            Optional.empty())
        .html();
  }

  private String locked(Safety safe) {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.put("code", Failure.KEY_MISSING.label());
    return new ContentPage(
            frame("Refs", Section.POINTS, safe),
            "Branches and tags of 20261129T134807Z-0001",
            List.of(new Link("Point 20261129T134807Z-0001", "/point", false)),
            Command.of("refs", "20261129T134807Z-0001", "--catalog", "sales"),
            Optional.empty(),
            Optional.of(ContentText.why(error)))
        .html();
  }

  private static Run run(RunState state, Instant now) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("step", "reading objs2").put("percent_done", 0.42);
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error
        .put("code", "connection")
        .put("message", "cannot connect to db.example:5432: connection refused")
        .put("hint", "Is the server up? check looks at everything that a backup needs.");
    boolean over = state.isOver();
    return new Run(
        new RunId("20261129T140200Z-7f3a"),
        RunRequest.of(
            "sales",
            Command.of("backup", "--catalog", "sales"),
            new Origin.Person("alice", "127.0.0.1")),
        Place.SERVICE,
        state,
        new Run.Times(
            now.minusSeconds(67),
            Optional.of(now.minusSeconds(66)),
            over ? Optional.of(now.minusSeconds(2)) : Optional.empty()),
        new Run.Said(Optional.of(status), List.of("the clock of the server is 9 s ahead")),
        state == RunState.FAILED
            ? Optional.of(new CommandResult(1, Optional.empty(), Optional.of(error)))
            : Optional.empty());
  }

  private String catalog(CatalogState state, Safety safe, Optional<String> at, Instant now) {
    Layout layout = new Layout(assets, name -> safe);
    Frame frame =
        layout.live(
            request(),
            state.catalog(),
            Optional.of(new Frame.Spot(state.catalog(), Section.POINTS)),
            new Frame.Live("/catalogs/sales", List.of("state", "work", "line")));
    return new CatalogPage(frame, state, List.of(), true, at.flatMap(TimeWindow::parse), now)
        .html();
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
                  LEVELS.get(i % 4),
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
}
