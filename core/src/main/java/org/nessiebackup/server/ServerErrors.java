package org.nessiebackup.server;

import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.nessiebackup.BackupException;
import org.nessiebackup.ErrorWords;
import org.nessiebackup.Failure;
import org.projectnessie.client.auth.oauth2.OAuth2Exception;
import org.projectnessie.client.http.NessieApiCompatibilityException;
import org.projectnessie.client.rest.NessieNotAuthorizedException;
import org.projectnessie.client.rest.NessieServiceException;
import org.projectnessie.error.BaseNessieClientServerException;
import org.projectnessie.error.NessieConflictException;
import org.projectnessie.error.NessieForbiddenException;

/** What the client throws, in our words. None of them repeats a token or a secret. */
final class ServerErrors {
  private ServerErrors() {}

  /** A refusal that Nessie declares: somebody was quicker, or something is not there. */
  static BackupException translate(
      String what, NessieEndpoint endpoint, BaseNessieClientServerException e) {
    String message =
        "Nessie at \"%s\" refuses to %s: %s".formatted(endpoint, what, sentence(e.getMessage()));
    return e instanceof NessieConflictException
        ? Failure.TARGET_GUARDED.exception(
            message,
            "Nothing was done. Somebody may have changed it in the meantime: run the command again,"
                + " and look at the new plan.",
            e)
        : Failure.NESSIE.exception(message, null, e);
  }

  /** All else. */
  static BackupException translate(String what, NessieEndpoint endpoint, RuntimeException e) {
    return Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
        .map(cause -> known(what, endpoint, cause, e))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseGet(
            () ->
                Failure.NESSIE.exception(
                    "cannot %s at \"%s\": %s".formatted(what, endpoint, sentence(e.getMessage())),
                    "Look at Nessie's log.",
                    e));
  }

  /** What is known of a cause; null if nothing is. */
  private static BackupException known(
      String what, NessieEndpoint endpoint, Throwable cause, RuntimeException thrown) {
    return switch (cause) {
      case OAuth2Exception refused ->
          Failure.LOGIN.exception(
              "no token for Nessie at \"%s\": %s"
                  .formatted(endpoint, sentence(refused.getMessage())),
              "Check the client's id, its secret, the scope and the address of the provider.",
              thrown);
      case NessieNotAuthorizedException refused ->
          Failure.LOGIN.exception(
              "Nessie at \"%s\" does not accept who asks".formatted(endpoint),
              "Give a token (--nessie-token-file) or client credentials (--nessie-client-id),"
                  + " or check those that are given: a token may have run out.",
              thrown);
      case NessieForbiddenException forbidden ->
          Failure.PERMISSION.exception(
              "Nessie at \"%s\" forbids to %s: %s"
                  .formatted(endpoint, what, sentence(forbidden.getMessage())),
              "Its authorization rules have to allow it for the user that the token names.",
              thrown);
      case NessieApiCompatibilityException old ->
          Failure.NESSIE.exception(
              "the server at \"%s\" does not speak version 2 of Nessie's API".formatted(endpoint),
              "Nessie 0.59 or newer does. Is the address right?",
              thrown);
      case SSLException untrusted ->
          Failure.NESSIE.exception(
              "the certificate of \"%s\" is not trusted: %s"
                  .formatted(endpoint, sentence(untrusted.getMessage())),
              "If a company's own authority has signed it, name that with --nessie-ca-file.",
              thrown);
      case NessieServiceException answer ->
          Failure.NESSIE.exception(
              "cannot %s at \"%s\": the server answers %s"
                  .formatted(what, endpoint, sentence(answer.getMessage())),
              "Is this Nessie's API? Look at Nessie's log, and at what stands between.",
              thrown);
      case java.io.IOException line -> unreachable(what, endpoint, line, thrown);
      default -> null;
    };
  }

  private static BackupException unreachable(
      String what, NessieEndpoint endpoint, java.io.IOException line, RuntimeException thrown) {
    return Failure.NESSIE.exception(
        "cannot %s at \"%s\": there is no answer (%s)"
            .formatted(what, endpoint, sentence(ErrorWords.of(line))),
        "Check --nessie-url, and whether Nessie runs and can be reached from here.",
        thrown);
  }

  private static String sentence(String message) {
    String line = String.valueOf(message).lines().findFirst().orElse("").strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
