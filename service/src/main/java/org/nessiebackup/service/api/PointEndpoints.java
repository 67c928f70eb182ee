package org.nessiebackup.service.api;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.nessiebackup.BackupId;
import org.nessiebackup.Digests;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.Point;
import org.nessiebackup.service.fleet.VaultKnowledge;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.vault.backups.BackupEntry;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Recovery points, from memory: as many as there are, in bounded answers. */
record PointEndpoints(Fleet fleet, Clock clock) {
  private static final int MOST = 1_000;
  private static final int USUAL = 500;

  /** How points are summed up. */
  private enum Resolution {
    ALL,
    HOUR,
    DAY
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(Method.GET, Api.CATALOG + "/points", Role.VIEWER, this::list),
        Endpoint.of(Method.GET, Api.CATALOG + "/points/last-good", Role.VIEWER, this::lastGood));
  }

  private Response list(Request request) {
    Query query = new Query(request, "from", "to", "resolution", "limit", "cursor");
    VaultKnowledge vault = CatalogEndpoints.vault(request, fleet);
    List<Point> points = newestFirst(vault, query);
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("catalog", request.part("catalog"));
    switch (query.choice("resolution", Resolution.class)) {
      case ALL -> {
        ArrayNode array = document.put("resolution", "all").putArray("points");
        page(points, each -> each.id().value(), query, document)
            .forEach(each -> array.add(PointDocument.of(each, vault.notes())));
      }
      case HOUR -> periods(points, ChronoUnit.HOURS, query, document.put("resolution", "hour"));
      case DAY -> periods(points, ChronoUnit.DAYS, query, document.put("resolution", "day"));
    }
    return tagged(request, document);
  }

  private List<Point> newestFirst(VaultKnowledge vault, Query query) {
    Instant now = clock.instant();
    Instant from = query.moment("from", now).orElse(Instant.MIN);
    Instant to = query.moment("to", now).orElse(Instant.MAX);
    return vault.points().stream()
        .filter(each -> !PointDocument.moment(each).isBefore(from))
        .filter(each -> !PointDocument.moment(each).isAfter(to))
        .sorted(Comparator.comparing(Point::id).reversed())
        .toList();
  }

  private static void periods(
      List<Point> points, ChronoUnit unit, Query query, ObjectNode document) {
    Map<Instant, List<Point>> byStart =
        points.stream()
            .collect(
                Collectors.groupingBy(
                    each -> PointDocument.moment(each).truncatedTo(unit),
                    () -> new TreeMap<>(Collections.reverseOrder()),
                    Collectors.toList()));
    List<Period> periods =
        byStart.entrySet().stream()
            .map(entry -> new Period(entry.getKey(), entry.getValue()))
            .toList();
    ArrayNode array = document.putArray("periods");
    page(periods, each -> each.start().toString(), query, document)
        .forEach(each -> array.add(each.json()));
  }

  /** A part of a list whose keys fall; the key of its last element leads to what follows. */
  private static <T> List<T> page(
      List<T> all, Function<T, String> key, Query query, ObjectNode document) {
    int limit = query.number("limit", 1, MOST, USUAL);
    Optional<String> cursor = query.text("cursor", Form.CURSOR);
    List<T> left =
        all.stream()
            .filter(each -> cursor.map(last -> key.apply(each).compareTo(last) < 0).orElse(true))
            .toList();
    if (left.size() <= limit) {
      return left;
    }
    document.put("next", key.apply(left.get(limit - 1)));
    return left.subList(0, limit);
  }

  private static Response tagged(Request request, ObjectNode document) {
    String text = document.toString();
    String tag = "\"%s\"".formatted(Digests.hex(text));
    Map<String, String> headers = Map.of("ETag", tag, "Cache-Control", "private, no-cache");
    boolean known =
        Arrays.stream(request.header("if-none-match").orElse("").split(",", -1))
            .map(each -> each.strip().replaceFirst("^W/", ""))
            .anyMatch(each -> each.equals(tag) || each.equals("*"));
    return known
        ? new Response.Body(304, "application/json", "", headers)
        : new Response.Body(200, "application/json", text, headers);
  }

  private Response lastGood(Request request) {
    Query query = new Query(request, "before");
    Instant before = query.moment("before", clock.instant()).orElse(Instant.MAX);
    VaultKnowledge vault = CatalogEndpoints.vault(request, fleet);
    return vault.points().stream()
        .filter(each -> !PointDocument.moment(each).isAfter(before))
        .filter(PointEndpoints::proven)
        .filter(each -> buildsOnNothingDamaged(each, vault))
        .max(Comparator.comparing(PointDocument::moment))
        .map(each -> Response.json(200, PointDocument.of(each, vault.notes())))
        .orElseThrow(
            () ->
                Failure.BACKUP_NOT_FOUND.exception(
                    "no point of that time is known to be good",
                    "`verify ID --graph` proves one; the list of points shows what is known."));
  }

  /** What a point builds on may have been found damaged after it was proven. */
  private static boolean buildsOnNothingDamaged(Point point, VaultKnowledge vault) {
    Map<BackupId, Point> byId =
        vault.points().stream().collect(Collectors.toMap(Point::id, each -> each));
    for (Optional<BackupId> parent = parent(point, vault);
        parent.isPresent();
        parent = parent(byId.get(parent.get()), vault)) {
      Point found = byId.get(parent.get());
      if (found == null
          || found.proof().damaged()
          || !(found.entry() instanceof BackupEntry.Listed)) {
        return false;
      }
    }
    return true;
  }

  private static Optional<BackupId> parent(Point point, VaultKnowledge vault) {
    return vault.notes().parents().getOrDefault(point.id(), Optional.empty());
  }

  private static boolean proven(Point point) {
    return point.sound()
        && point
            .proof()
            .verification()
            .filter(VerificationRecord::sound)
            .filter(each -> each.depth() == VerificationRecord.Depth.GRAPH)
            .isPresent();
  }
}
