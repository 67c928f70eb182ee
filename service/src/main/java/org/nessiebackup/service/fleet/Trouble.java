package org.nessiebackup.service.fleet;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.service.run.Run;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why a vault, or a database, is not to be had.
 *
 * @param since the first attempt that failed since the last one that went well
 * @param failure the kind
 * @param message what is wrong
 * @param hint what to do
 */
public record Trouble(Instant since, Failure failure, String message, Optional<String> hint) {
  /** Of an error that has just come. */
  public static Trouble of(ServedCatalog catalog, BackupException error, Instant since) {
    return new Trouble(
        since,
        error.failure(),
        catalog.redacted(error.getMessage()),
        error.hint().map(catalog::redacted));
  }

  /** What a run has failed with. */
  static Trouble of(Run failed, Instant since) {
    Optional<ObjectNode> error = failed.error();
    return new Trouble(
        since,
        failed.code().flatMap(Trouble::named).orElse(Failure.INTERNAL),
        error.map(each -> each.path("message").asString("")).orElse(""),
        error.map(each -> each.path("hint").asString("")).filter(hint -> !hint.isEmpty()));
  }

  private static Optional<Failure> named(String code) {
    return Arrays.stream(Failure.values()).filter(each -> each.label().equals(code)).findFirst();
  }
}
