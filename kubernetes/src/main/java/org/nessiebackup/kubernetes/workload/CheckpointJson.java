package org.nessiebackup.kubernetes.workload;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Digests;
import org.nessiebackup.Failure;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A saved state as JSON. The last member is a checksum of the text of all the others, so that a
 * state that somebody edited by hand is not acted on. Members that are unknown belong to a later
 * version of this one and are passed over; another version is refused.
 */
final class CheckpointJson {
  private static final int VERSION = 1;
  private static final int LONGEST = 64 * 1024;
  private static final String CHECKSUM = "sha256";
  private static final JsonMapper JSON = new JsonMapper();

  private CheckpointJson() {}

  static String write(Checkpoint state) {
    ObjectNode node = JSON.createObjectNode();
    node.put("version", VERSION).put("work", state.work()).put("action", state.action().label());
    state.source().ifPresent(source -> node.put("source", source));
    node.put("schema", state.schema()).put("step", state.step());
    node.put("replicas", state.replicas());
    ArrayNode paused = node.putArray("paused");
    for (PausedCronJob job : state.paused()) {
      ObjectNode entry = paused.addObject().put("name", job.name());
      job.suspendedBefore().ifPresent(suspended -> entry.put("suspended", suspended));
    }
    node.put("startedAt", state.startedAt().toString()).put("startedBy", state.startedBy());
    return node.put(CHECKSUM, checksum(node)).toString();
  }

  /**
   * Reads one; {@code where} names it in messages.
   *
   * @throws BackupException {@link Failure#FORMAT_UNSUPPORTED} or {@link Failure#DAMAGED}
   */
  static Checkpoint read(String text, String where) {
    ObjectNode node = parse(text, where);
    if (node.path("version").asInt(0) != VERSION) {
      throw Failure.FORMAT_UNSUPPORTED.exception(
          "%s has version %s; this program knows version %d"
              .formatted(where, node.path("version"), VERSION),
          "A newer nessie-backup has begun this work; let that one finish it.");
    }
    String checksum = node.path(CHECKSUM).asString("");
    node.remove(CHECKSUM);
    if (!checksum.equals(checksum(node))) {
      throw damaged(where, null);
    }
    try {
      return read(node);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw damaged(where, e);
    }
  }

  private static ObjectNode parse(String text, String where) {
    if (text.length() > LONGEST) {
      throw damaged(where, null);
    }
    try {
      if (JSON.readTree(text) instanceof ObjectNode node) {
        return node;
      }
    } catch (JacksonException e) {
      throw damaged(where, e);
    }
    throw damaged(where, null);
  }

  private static Checkpoint read(ObjectNode node) {
    List<PausedCronJob> paused = new ArrayList<>();
    for (JsonNode job : node.path("paused")) {
      paused.add(
          new PausedCronJob(
              job.path("name").asString(""),
              Optional.ofNullable(job.get("suspended")).map(JsonNode::asBoolean)));
    }
    return new Checkpoint(
        node.path("work").asString(""),
        ExchangeAction.valueOf(node.path("action").asString("").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(node.get("source")).map(JsonNode::asString),
        node.path("schema").asString(""),
        node.path("step").asString(""),
        node.path("replicas").asInt(-1),
        paused,
        Instant.parse(node.path("startedAt").asString("")),
        node.path("startedBy").asString(""));
  }

  private static BackupException damaged(String where, Exception cause) {
    return Failure.DAMAGED.exception(
        where + " is not what this program wrote",
        "Somebody may have edited it. Look at the value; if no restore is under way, remove the"
            + " annotation and set the replicas by hand.",
        cause);
  }

  private static String checksum(ObjectNode node) {
    return Digests.hex(node.toString());
  }
}
