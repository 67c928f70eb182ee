package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a command has answered.
 *
 * @param arguments its words
 * @param exitCode its status
 * @param out standard output
 * @param err standard error
 */
public record CommandResult(List<String> arguments, int exitCode, String out, String err) {
  private static final JsonMapper JSON = new JsonMapper();

  public CommandResult {
    arguments = List.copyOf(arguments);
  }

  /** Fails unless all went well. */
  public CommandResult done() {
    return exited(0);
  }

  /** Fails unless the status is this one. */
  public CommandResult exited(int expected) {
    assertThat(exitCode).as(toString()).isEqualTo(expected);
    return this;
  }

  /** Fails if the program has called its own failure a defect. */
  public CommandResult withoutDefect() {
    assertThat(err).as(toString()).doesNotContain("a defect in").doesNotContain("\tat ");
    return this;
  }

  /** The summary, with which the output of every successful command ends under {@code --json}. */
  public JsonNode summary() {
    return JSON.readTree(out.lines().toList().getLast());
  }

  @Override
  public String toString() {
    return "%s -> %d%n%s%s".formatted(String.join(" ", arguments), exitCode, out, err);
  }
}
