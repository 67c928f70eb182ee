package org.nessiebackup.service.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nessiebackup.Labelled;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.security.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The commands that a request may name, and all that it may say about each. Nothing else of a
 * request reaches a command line: no option that reads or executes a file, none that says where
 * something is or who is told.
 */
enum CommandForm implements Labelled {
  BACKUP(
      Role.OPERATOR,
      Use.RUN,
      new Argument.Choice(
          "type",
          Map.of(
              "auto", List.of("--type=auto"),
              "full", List.of("--type=full"),
              "incremental", List.of("--type=incremental"))),
      new Argument.Options("tags", "--tag", Form.TAG, 20)),
  VERIFY(
      Role.OPERATOR,
      Use.RUN,
      new Argument.Choice(
          "depth",
          Map.of("quick", List.of("--quick"), "full", List.of(), "graph", List.of("--graph"))),
      new Argument.Flag("all"),
      new Argument.Flag("journal"),
      new Argument.Flag("files"),
      new Argument.Flag("deep"),
      new Argument.Operands("points", Form.POINT, false, 100)),
  DRILL(
      Role.OPERATOR,
      Use.RUN,
      new Argument.Flag("files"),
      new Argument.Amount("sample", 1, 100_000),
      new Argument.Operand("point", Form.POINT, false)),
  CHECK(
      Role.OPERATOR,
      Use.RUN,
      new Argument.Flag("graph"),
      new Argument.Option("max_age", Form.SPAN)),
  KEEP(
      Role.OPERATOR,
      Use.RUN,
      // What is kept no more goes with the next prune, which is a schedule's.
      new Argument.Flag("release", Role.ADMIN),
      new Argument.Option("reason", Form.TEXT),
      new Argument.Operand("point", Form.POINT, true)),
  COPY(
      Role.OPERATOR,
      Use.RUN_AND_PLAN,
      new Argument.Option("since", Form.MOMENT),
      new Argument.Operands("points", Form.POINT, false, 100)),
  PRUNE(Role.ADMIN, Use.CONFIRMED_AND_PLAN),
  RESTORE(
      Role.ADMIN,
      Use.CONFIRMED_AND_PLAN,
      new Argument.Option("to", Form.MOMENT),
      new Argument.Flag("allow_connected"),
      new Argument.Flag("move_views"),
      new Argument.Operand("point", Form.POINT, false)),
  RESTORE_REF(
      Role.ADMIN,
      Use.CONFIRMED_AND_PLAN,
      new Argument.Option("as", Form.REFERENCE),
      new Argument.Option("to", Form.TEXT),
      new Argument.Operand("point", Form.POINT, true),
      new Argument.Operand("ref", Form.REFERENCE, true)),
  RESTORE_TABLE(
      Role.ADMIN,
      Use.CONFIRMED_AND_PLAN,
      new Argument.Option("onto", Form.REFERENCE),
      new Argument.Option("to", Form.TEXT),
      new Argument.Flag("force"),
      new Argument.Operand("point", Form.POINT, true),
      new Argument.Operand("ref", Form.REFERENCE, true),
      new Argument.Operands("keys", Form.KEY, true, 100)),
  UNDO(
      Role.ADMIN,
      Use.CONFIRMED_AND_PLAN,
      new Argument.Flag("release"),
      new Argument.Option("older_than", Form.SPAN),
      new Argument.Flag("allow_connected"),
      new Argument.Flag("move_views"));

  /** What can be done with a command. */
  private enum Use {
    /** It is started. */
    RUN,
    /** It is started, or shows what it would do. */
    RUN_AND_PLAN,
    /** The same, and it asks before it does it. */
    CONFIRMED_AND_PLAN
  }

  private static final String COMMAND = "command";

  private final Role role;
  private final Use use;
  private final List<Argument> arguments;

  CommandForm(Role role, Use use, Argument... arguments) {
    this.role = role;
    this.use = use;
    this.arguments = List.of(arguments);
  }

  /**
   * That which a request names.
   *
   * @throws org.nessiebackup.BackupException if there is none, or none of this name
   */
  static CommandForm of(ObjectNode request) {
    String name = request.path(COMMAND).asString("");
    return Arrays.stream(values())
        .filter(each -> each.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Form.refusal(
                    COMMAND,
                    "is none of "
                        + Arrays.stream(values())
                            .map(CommandForm::label)
                            .collect(Collectors.joining(", "))));
  }

  /** Who may start it at all. */
  Role role() {
    return role;
  }

  /** Who may start what a request wants of it. */
  Role role(ObjectNode request) {
    return arguments.stream()
        .filter(each -> request.path(each.name()).asBoolean(false))
        .map(Argument::role)
        .filter(each -> each.covers(role))
        .findFirst()
        .orElse(role);
  }

  /** All that a request may say, besides the command's name. */
  List<Argument> arguments() {
    return arguments;
  }

  /** Whether it can show what it would do. */
  boolean plans() {
    return switch (use) {
      case RUN -> false;
      case RUN_AND_PLAN, CONFIRMED_AND_PLAN -> true;
    };
  }

  /** What to add so that it asks nobody. */
  Optional<String> confirmation() {
    return switch (use) {
      case RUN, RUN_AND_PLAN -> Optional.empty();
      case CONFIRMED_AND_PLAN -> Optional.of("--yes");
    };
  }

  /**
   * The command that a request wants.
   *
   * @throws org.nessiebackup.BackupException if it says something that cannot be said, or not all
   *     that has to be
   */
  Command command(ObjectNode request) {
    Set<String> unknown = new TreeSet<>(request.propertyNames());
    unknown.remove(COMMAND);
    List<String> words = new ArrayList<>(List.of(label()));
    for (Argument each : arguments) {
      JsonNode value = request.get(each.name());
      if (value != null) {
        words.addAll(each.words(value));
      } else if (each.required()) {
        throw Form.refusal(each.name(), "is missing");
      }
      unknown.remove(each.name());
    }
    if (!unknown.isEmpty()) {
      throw Form.refusal(
          unknown.iterator().next(), "cannot be said about \"%s\"".formatted(label()));
    }
    return new Command(words);
  }
}
