package org.nessiebackup.cli.serve;

import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.service.run.CommandResult;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The documents that a command writes, a line each, and what it came to by them. */
final class ResultLines {
  private static final int LONGEST_WORD = 500;

  private final Consumer<ObjectNode> messages;
  private ObjectNode summary;
  private ObjectNode error;
  private String word = "";

  ResultLines(Consumer<ObjectNode> messages) {
    this.messages = messages;
  }

  /** Takes a line of either stream; what is no document was said by Java itself. */
  synchronized void line(String text) {
    if (!text.startsWith("{")) {
      word = text.isBlank() ? word : text.substring(0, Math.min(LONGEST_WORD, text.length()));
      return;
    }
    ObjectNode document;
    try {
      document = (ObjectNode) JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      word = text.substring(0, Math.min(LONGEST_WORD, text.length()));
      return;
    }
    switch (document.path("message_type").asString("")) {
      case "summary" -> summary = document;
      case "error" -> error = document;
      default -> {}
    }
    messages.accept(document);
  }

  /** What it came to with this status. */
  synchronized CommandResult result(int status) {
    boolean silent = status != 0 && summary == null && error == null;
    if (silent) {
      error = unexplained(status);
      messages.accept(error);
    }
    return new CommandResult(status, Optional.ofNullable(summary), Optional.ofNullable(error));
  }

  /** What it came to if there was nothing that could say so. */
  synchronized CommandResult failed(BackupException failure) {
    int status = failure.failure().exitCode();
    error = error(status, failure.failure(), failure.getMessage());
    failure.hint().ifPresent(hint -> error.put("hint", hint));
    messages.accept(error);
    return new CommandResult(status, Optional.empty(), Optional.of(error));
  }

  private static ObjectNode error(int status, Failure failure, String message) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("message_type", "error")
        .put("exit_code", status)
        .put("code", failure.label())
        .put("message", message);
  }

  private ObjectNode unexplained(int status) {
    return error(
            status,
            Failure.INTERNAL,
            "the command ended with %d and did not say why%s"
                .formatted(status, word.isEmpty() ? "" : ": " + word))
        .put("hint", "137 is SIGKILL, as of a system that ran out of memory.");
  }
}
