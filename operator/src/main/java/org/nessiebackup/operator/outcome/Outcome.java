package org.nessiebackup.operator.outcome;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a command ended that ran in a pod.
 *
 * @param command its name
 * @param succeeded whether its exit status was 0
 * @param code the kind of failure, as documents call it; empty if there was none
 * @param message why it failed, with what to do; empty if it did not
 * @param ended when
 * @param summary what it has to say; missing where it did not fit
 */
public record Outcome(
    String command,
    boolean succeeded,
    String code,
    String message,
    Optional<Instant> ended,
    JsonNode summary) {
  /** More than Kubernetes keeps of a message. */
  private static final int LONGEST = 8192;

  private static final JsonMapper JSON = new JsonMapper();

  /** What a container has left; empty if that is no result, as of one that was killed. */
  public static Optional<Outcome> of(String terminationMessage) {
    if (terminationMessage == null || terminationMessage.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      JsonNode result = JSON.readTree(terminationMessage);
      return "result".equals(text(result, "message_type"))
          ? Optional.of(of(result))
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Outcome of(JsonNode result) {
    boolean succeeded = result.path("succeeded").asBoolean(false);
    String hint = text(result, "hint");
    String message = text(result, "message");
    return new Outcome(
        text(result, "command"),
        succeeded,
        text(result, "code"),
        hint.isEmpty() ? message : message + ". " + hint,
        moment(result.path("ended")),
        result.path("summary"));
  }

  /** The failure as Kubernetes writes reasons, such as {@code VaultNotFound}. */
  public String reason() {
    return code.isEmpty()
        ? "Succeeded"
        : Arrays.stream(code.split("[^A-Za-z0-9]+"))
            .filter(word -> !word.isEmpty())
            .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
            .collect(Collectors.joining());
  }

  /** A text of the summary, by its path. */
  public Optional<String> text(String pointer) {
    return Optional.of(summary.at(pointer)).filter(JsonNode::isString).map(JsonNode::stringValue);
  }

  /** A moment of the summary, by its path; what is none is not there. */
  public Optional<Instant> moment(String pointer) {
    return moment(summary.at(pointer));
  }

  /** A whole number of the summary, by its path. */
  public Optional<Long> count(String pointer) {
    return Optional.of(summary.at(pointer))
        .filter(JsonNode::canConvertToLong)
        .map(JsonNode::longValue);
  }

  /** A number of the summary, by its path. */
  public Optional<Double> number(String pointer) {
    return Optional.of(summary.at(pointer)).filter(JsonNode::isNumber).map(JsonNode::doubleValue);
  }

  private static Optional<Instant> moment(JsonNode node) {
    try {
      return node.isString() ? Optional.of(Instant.parse(node.stringValue())) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }
}
