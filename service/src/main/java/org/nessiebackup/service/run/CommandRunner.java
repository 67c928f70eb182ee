package org.nessiebackup.service.run;

import java.util.function.Consumer;
import org.nessiebackup.Cancellation;
import tools.jackson.databind.node.ObjectNode;

/** Executes command lines as the program itself would, with the settings of its surroundings. */
public interface CommandRunner {
  /**
   * Executes one and waits for its end. Every document that the command writes under {@code
   * --output json --progress} is handed on: {@code message_type} says which it is (status, warning,
   * error, summary).
   *
   * @param place where it runs
   * @param messages hears the documents, in the thread that runs the command or another one
   * @param cancellation asks it to stop; it then cleans up and ends with {@code interrupted}
   * @return what it came to; nothing is thrown for a command that fails
   */
  CommandResult run(
      Command command, Place place, Consumer<ObjectNode> messages, Cancellation cancellation);
}
