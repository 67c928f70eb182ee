package org.nessiebackup.service.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * One piece of work of the service, as it was at one moment.
 *
 * @param id its name within the catalog
 * @param request what is wanted, and by whom
 * @param place where it is executed
 * @param state how far it is
 * @param times when it came so far
 * @param said what it has said so far
 * @param result what it came to; absent before its end, and if it was lost
 */
public record Run(
    RunId id,
    RunRequest request,
    Place place,
    RunState state,
    Times times,
    Said said,
    Optional<CommandResult> result) {
  /**
   * When it came how far.
   *
   * @param requested when it was asked for
   * @param started when it began to work
   * @param ended when it was over
   */
  public record Times(Instant requested, Optional<Instant> started, Optional<Instant> ended) {}

  /**
   * What it has said so far.
   *
   * @param status the last document about its progress
   * @param warnings the last warnings
   */
  public record Said(Optional<ObjectNode> status, List<String> warnings) {
    /** Nothing yet. */
    public static final Said NOTHING = new Said(Optional.empty(), List.of());

    /** Takes its own copy of the list. */
    public Said {
      warnings = List.copyOf(warnings);
    }
  }

  /** Whose it is. */
  public String catalog() {
    return request.catalog();
  }

  /** What is executed. */
  public Command command() {
    return request.command();
  }

  /** Who wanted it first. */
  public Origin origin() {
    return request.origins().getFirst();
  }

  /** Its error, if it has one. */
  public Optional<ObjectNode> error() {
    return result.flatMap(CommandResult::error);
  }

  /** The code of its error. */
  public Optional<String> code() {
    return error().map(each -> each.path("code").asString("")).filter(each -> !each.isEmpty());
  }
}
