package org.nessiebackup.service.api;

import java.util.Arrays;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.CommandKind;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.CommandRunner;
import tools.jackson.databind.node.ObjectNode;

/** Commands that only look, executed while somebody waits for the answer. */
final class Lookup {
  private final Fleet fleet;
  private final CommandRunner runner;

  Lookup(Fleet fleet, CommandRunner runner) {
    this.fleet = fleet;
    this.runner = runner;
  }

  /**
   * What a command says about a catalog; findings are part of it, and no error.
   *
   * @throws BackupException what the command failed with, or that there is no time for it
   */
  ObjectNode summary(String catalog, List<String> words) {
    Command command = fleet.command(catalog, words);
    CommandResult result =
        runner.run(command, CommandKind.placeOf(command), unheard -> {}, new Cancellation());
    return result.summary().orElseThrow(() -> error(command, result));
  }

  private static BackupException error(Command command, CommandResult result) {
    ObjectNode error =
        result
            .error()
            .orElseThrow(
                () -> Failure.INTERNAL.exception("\"%s\" said nothing".formatted(command.line())));
    Failure failure =
        Arrays.stream(Failure.values())
            .filter(each -> each.label().equals(error.path("code").asString("")))
            .findFirst()
            .orElse(Failure.INTERNAL);
    String hint = error.path("hint").asString("");
    return failure.exception(
        error.path("message").asString(""),
        switch (failure) {
          case KEY_MISSING ->
              "Run it where the identity is: " + byHand(command) + " --identity FILE";
          case INTERRUPTED -> "It takes long; run it yourself: " + byHand(command);
          default -> hint.isEmpty() ? null : hint;
        });
  }

  private static String byHand(Command command) {
    return command.typed();
  }
}
