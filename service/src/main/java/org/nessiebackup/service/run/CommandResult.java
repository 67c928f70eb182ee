package org.nessiebackup.service.run;

import java.util.Optional;
import org.nessiebackup.BackupException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a command line came to.
 *
 * @param status its exit status, 0 if all is well
 * @param summary its result, if there is one
 * @param error why it failed, if it did
 */
public record CommandResult(int status, Optional<ObjectNode> summary, Optional<ObjectNode> error) {
  /** Of a command that has not even failed as commands do, in the words of one that has. */
  static CommandResult of(BackupException failure) {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.put("message_type", "error");
    error.put("code", failure.failure().label());
    error.put("message", failure.getMessage());
    failure.hint().ifPresent(hint -> error.put("hint", hint));
    error.put("exit_code", failure.failure().exitCode());
    return new CommandResult(failure.failure().exitCode(), Optional.empty(), Optional.of(error));
  }
}
