package org.nessiebackup.cli.console;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.text.Redaction;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error as it is reported on standard error.
 *
 * @param failure the kind; decides the exit status
 * @param message what went wrong
 * @param hint what to do
 * @param cause for the stack trace
 * @param traced whether the stack trace is shown
 */
public record ErrorReport(
    Failure failure, String message, Optional<String> hint, Throwable cause, boolean traced) {

  /** Of a failure that has words already. */
  public static ErrorReport of(BackupException failure, boolean debug) {
    return new ErrorReport(failure.failure(), failure.getMessage(), failure.hint(), failure, debug);
  }

  /** Of arguments that make no sense. */
  public static ErrorReport usage(
      String message, Optional<String> hint, Throwable cause, boolean debug) {
    return new ErrorReport(Failure.USAGE, message, hint, cause, debug);
  }

  /** Of a defect in this program; its stack trace is what a bug report needs. */
  public static ErrorReport defect(Throwable defect) {
    return new ErrorReport(
        Failure.INTERNAL,
        "a defect in " + Tool.nameAndVersion() + ": " + defect,
        Optional.of("Please report it, with the command and the lines above."),
        defect,
        true);
  }

  /** Of too little memory. */
  public static ErrorReport outOfMemory(OutOfMemoryError error, boolean debug) {
    return new ErrorReport(
        Failure.INTERNAL,
        "out of memory: " + error.getMessage(),
        Optional.of(
            "Use fewer --jobs, or allow more: NESSIE_BACKUP_JAVA_OPTS=-Xmx2g, or a container with"
                + " more memory, half of which is for Java."),
        error,
        debug);
  }

  /** Writes it for people, or as a document. */
  void print(Outlet err, OutputFormat format) {
    if (traced) {
      StackTrace.of(cause).forEach(err::traceLine);
    }
    switch (format) {
      case TEXT -> {
        err.message(Tone.BAD, "error:", message);
        hint.ifPresent(text -> err.message(Tone.GOOD, "hint:", text));
      }
      case JSON -> {
        ObjectNode document = Json.message("error");
        members(document);
        err.message(document);
      }
    }
    err.flush();
  }

  /** The same without secrets, for whoever is told of it. */
  public ErrorReport without(Redaction redaction) {
    return new ErrorReport(
        failure, redaction.message(message), hint.map(redaction::message), cause, traced);
  }

  /** Adds its members to a document. */
  void members(ObjectNode document) {
    document.put("code", failure.label()).put("message", message);
    hint.ifPresent(text -> document.put("hint", text));
    document.put("exit_code", failure.exitCode());
  }
}
