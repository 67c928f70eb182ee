package org.nessiebackup.service.recovery;

import java.util.Arrays;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.CommandRunner;
import org.nessiebackup.service.run.Place;
import tools.jackson.databind.node.ObjectNode;

/** Looks by commands. */
final class Looks {
  private final CommandRunner runner;
  private final Fleet fleet;

  Looks(CommandRunner runner, Fleet fleet) {
    this.runner = runner;
    this.fleet = fleet;
  }

  /**
   * What a command finds.
   *
   * @throws BackupException what the command has reported, if it found nothing
   */
  ObjectNode find(String catalog, String... words) {
    return find(fleet.command(catalog, List.of(words)));
  }

  /** The same for a whole command line. */
  ObjectNode find(Command command) {
    CommandResult result = runner.run(command, Place.SERVICE, message -> {}, new Cancellation());
    return result.summary().orElseThrow(() -> failure(command, result));
  }

  private static BackupException failure(Command command, CommandResult result) {
    if (result.error().isEmpty()) {
      return Failure.INTERNAL.exception(
          "\"%s\" ended with status %d and said nothing"
              .formatted(command.line(), result.status()));
    }
    ObjectNode error = result.error().get();
    String code = error.path("code").asString("");
    Failure failure =
        Arrays.stream(Failure.values())
            .filter(each -> each.label().equals(code))
            .findFirst()
            .orElse(Failure.INTERNAL);
    return failure.exception(error.path("message").asString(""), error.path("hint").asString(null));
  }
}
