package org.nessiebackup.cli.kubectl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.request.DeclaredCatalog;
import tools.jackson.databind.JsonNode;

/** What the operator says of a catalog, and of a plan, for people. */
final class CatalogText {
  private CatalogText() {}

  static List<String> of(DeclaredCatalog catalog) {
    List<String> lines = new ArrayList<>();
    JsonNode status = catalog.object().path("status");
    lines.add("NessieCatalog " + catalog.name());
    for (JsonNode said : status.path("conditions")) {
      lines.add(
          "  %-15s %-8s %s, since %s"
              .formatted(
                  text(said, "type"),
                  text(said, "status"),
                  text(said, "message"),
                  text(said, "lastTransitionTime")));
    }
    if (status.path("conditions").isEmpty()) {
      lines.add("  no operator has looked at it yet");
    }
    line(lines, "recovery point", ObjectFields.text(status.path("recoveryPoint")));
    line(lines, "newest backup", backup(status));
    line(lines, "last drill", drill(status));
    status.path("runs").forEach(run -> lines.add(run(run)));
    return lines;
  }

  /** One that a schedule has made has its id; of another one the vault tells the moment. */
  private static Optional<String> backup(JsonNode status) {
    JsonNode newest = status.at("/recentBackups/0");
    Optional<String> seen = ObjectFields.text(status.at("/vault/newestBackup"));
    String made = text(newest, "at");
    return ObjectFields.text(newest.path("id"))
        .filter(id -> seen.isEmpty() || made.compareTo(seen.get()) >= 0)
        .map(id -> "%s, %s, as of %s".formatted(id, text(newest, "type"), made))
        .or(() -> seen.map(at -> "as of " + at));
  }

  private static Optional<String> drill(JsonNode status) {
    JsonNode seconds = status.path("lastDrillSeconds");
    return ObjectFields.text(status.at("/vault/lastDrill"))
        .map(
            at ->
                seconds.isNumber() ? "%s, %.0f s to serve".formatted(at, seconds.asDouble()) : at);
  }

  private static String run(JsonNode run) {
    boolean succeeded = run.path("succeeded").asBoolean(false);
    return "  %-15s %-8s %s%s"
        .formatted(
            text(run, "component"),
            succeeded ? "done" : "failed",
            text(run, "endedAt"),
            succeeded ? "" : ": %s".formatted(text(run, "message")));
  }

  private static void line(List<String> lines, String name, Optional<String> value) {
    value.ifPresent(text -> lines.add("  %-15s %s".formatted(name, text)));
  }

  /** Of a NessieRestore. */
  static List<String> plan(JsonNode restore) {
    List<String> lines = new ArrayList<>();
    lines.add("plan of " + restore.at("/status/plannedAt").asString(""));
    for (Map.Entry<String, JsonNode> field : restore.at("/status/plan").properties()) {
      JsonNode value = field.getValue();
      if (!value.isEmpty() || value.isValueNode()) {
        lines.add("  %-16s %s".formatted(field.getKey(), value(value)));
      }
    }
    lines.add("  %-16s %s".formatted("digest", restore.at("/status/planDigest").asString("")));
    return lines;
  }

  private static String value(JsonNode value) {
    return value.isArray()
        ? value.valueStream().map(each -> each.asString("")).collect(Collectors.joining(", "))
        : value.asString("");
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }
}
