package org.nessiebackup.manifest.json;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Adds to a document of the first version what later ones say besides, with the value that it has
 * for such documents. A document that has any of these members is a later one and has to have all.
 */
public final class FirstVersion {
  private static final List<String> LATER =
      List.of("parentSha256", "settings", "tags", "revision", "revises");

  /** Came after those, and may be missing from a document that has them. */
  private static final String LSN_BEFORE = "lsnBefore";

  private FirstVersion() {}

  /** Adds to a manifest. */
  public static void completeManifest(ObjectNode manifest) {
    if (manifest.get("source") instanceof ObjectNode source && !source.has(LSN_BEFORE)) {
      source.putNull(LSN_BEFORE);
    }
    if (LATER.stream().anyMatch(manifest::has)) {
      return;
    }
    manifest.putNull("parentSha256").put("settings", 0).put("revision", 0).putNull("revises");
    manifest.putArray("tags");
    if (manifest.get("source") instanceof ObjectNode source) {
      source.putNull("serverStarted").putNull("durableTo");
    }
    for (JsonNode each : list(manifest, "tables")) {
      if (each instanceof ObjectNode table) {
        table.putNull("dictionary").putNull("changes");
        for (JsonNode segment : list(table, "segments")) {
          if (segment instanceof ObjectNode entry) {
            entry.putNull("keys");
          }
        }
      }
    }
  }

  /** Adds to what a vault says of itself. */
  public static void completeVault(ObjectNode vault) {
    if (!vault.has("signingKey")) {
      vault.putNull("signingKey");
    }
  }

  /**
   * Settings of a version that knew no manual backups. If they have what {@code init} wrote then,
   * nobody has chosen it, and what is the default now holds.
   *
   * @param within for how long everything is kept by default
   * @param manual for how long what people have asked for is
   */
  public static void completeSettings(ObjectNode settings, Duration within, Duration manual) {
    if (!(settings.get("retention") instanceof ObjectNode retention) || retention.has("manual")) {
      return;
    }
    boolean asMade =
        number(retention, "last") == 0
            && number(retention, "hourly") == 0
            && number(retention, "daily") == 7
            && number(retention, "weekly") == 4
            && number(retention, "monthly") == 12
            && number(retention, "yearly") == 0
            && retention.path("within").isNull()
            && retention.path("tags").isEmpty();
    if (asMade) {
      retention.put("within", within.toString());
      retention.put("manual", manual.toString());
    } else {
      retention.putNull("manual");
    }
  }

  private static int number(ObjectNode node, String member) {
    return node.path(member).asInt(-1);
  }

  private static Iterable<JsonNode> list(ObjectNode node, String member) {
    JsonNode list = node.get(member);
    return list == null ? List.of() : list;
  }
}
