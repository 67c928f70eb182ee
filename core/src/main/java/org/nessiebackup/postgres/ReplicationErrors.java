package org.nessiebackup.postgres;

import java.io.EOFException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What goes wrong with replication only, where the words for ordinary sessions would mislead. */
final class ReplicationErrors {
  private static final String UNDEFINED = "42704";

  private static final String IN_USE = "55006";
  private static final String NOT_READY = "55000";
  private static final String TOO_MANY = "53400";
  private static final String TOO_MANY_SENDERS = "53300";
  private static final String NO_PRIVILEGE = "42501";
  private static final String SYNTAX = "42601";

  /** Out of disk, memory or connections; interrupted; the disk fails. */
  private static final List<String> PASSING = List.of("53", "57", "58");

  private static final String GRANT =
      "Give it to the role, as a superuser: ALTER ROLE … REPLICATION. On Amazon RDS and Aurora:"
          + " GRANT rds_replication TO …; on Cloud SQL as the user \"postgres\"; on Azure as the"
          + " server's administrator.";

  private static final String POOLER =
      "Connect to the server itself: a pooler in between lends sessions, and a stream of changes"
          + " cannot be lent.";

  private static final String ABSENT =
      "Somebody has dropped the slot or the publication, or it is younger than what is to be read:"
          + " begin anew after a backup.";

  private ReplicationErrors() {}

  /** Why there is no connection. */
  static BackupException connecting(SQLException error, ConnectionSettings settings) {
    String where = "\"" + settings.describe() + "\"";
    String text = SqlErrors.firstLine(error);
    if (text.contains("unsupported startup parameter: replication")) {
      return Failure.SERVER_UNSUPPORTED.exception(
          "what answers at %s carries no replication: %s".formatted(where, text), POOLER, error);
    }
    // Who may not connect at all gets the same state, but for this he was let in.
    return switch (String.valueOf(error.getSQLState())) {
      case NO_PRIVILEGE ->
          Failure.PERMISSION.exception(
              "the role may not replicate from the server at %s: %s".formatted(where, text),
              GRANT,
              error);
      case TOO_MANY_SENDERS ->
          Failure.CONNECTION.exception(
              "the server at %s has no connection left for replication: %s".formatted(where, text),
              "Raise max_wal_senders (a restart), or look who occupies them: SELECT * FROM"
                  + " pg_stat_replication.",
              error);
      default -> ConnectErrors.translate(error, settings);
    };
  }

  /** Why who answers does not say who it is. */
  static BackupException identifying(BackupException error, ConnectionSettings settings) {
    return SYNTAX.equals(state(error))
        ? Failure.SERVER_UNSUPPORTED.exception(
            "what answers at \"%s\" carries no replication".formatted(settings.describe()),
            POOLER,
            error)
        : error;
  }

  /** Why there is no slot. */
  static BackupException creating(BackupException error) {
    return switch (state(error)) {
      case NO_PRIVILEGE ->
          Failure.PERMISSION.exception(error.getMessage(), GRANT, error.getCause());
      case NOT_READY ->
          Failure.SERVER_UNSUPPORTED.exception(
              error.getMessage(),
              "Logical decoding needs wal_level = logical: ALTER SYSTEM SET wal_level = 'logical',"
                  + " and a restart.",
              error.getCause());
      case TOO_MANY ->
          Failure.DATABASE.exception(
              error.getMessage(),
              "Drop slots that nobody needs (SELECT * FROM pg_replication_slots), or raise"
                  + " max_replication_slots (a restart).",
              error.getCause());
      default -> error;
    };
  }

  /** Why a slot cannot be read, or no longer. */
  static BackupException streaming(BackupException error, String slot) {
    if (error.getCause() instanceof SQLWarning) {
      return error;
    }
    return switch (state(error)) {
      case IN_USE ->
          Failure.LOCKED.exception(
              "replication slot \"%s\" is being read by somebody else: %s"
                  .formatted(
                      slot,
                      error.getCause() instanceof SQLException said
                          ? SqlErrors.firstLine(said)
                          : error.getMessage()),
              "A slot has one reader. Look who it is: SELECT * FROM pg_stat_activity WHERE pid ="
                  + " (SELECT active_pid FROM pg_replication_slots WHERE slot_name = '"
                  + slot
                  + "').",
              error.getCause());
      case NOT_READY ->
          Failure.DATABASE.exception(
              "replication slot \"%s\" is lost; %s%s"
                  .formatted(slot, error.getMessage(), detail(error)),
              "The server has removed changes that were not read, or can decode none any more: what"
                  + " it has committed since is a gap. Drop the slot and begin anew after a"
                  + " backup.",
              error.getCause());
      case UNDEFINED -> Failure.DATABASE.exception(error.getMessage(), ABSENT, error.getCause());
      case NO_PRIVILEGE ->
          Failure.PERMISSION.exception(error.getMessage(), GRANT, error.getCause());
      default ->
          ConnectErrors.cause(error, EOFException.class) == null
              ? error
              : closed("follow the changes of replication slot \"" + slot + "\"", error.getCause());
    };
  }

  /** The server has gone; if it had a word about it, the driver does not hand it on. */
  static BackupException closed(String what, Throwable cause) {
    return Failure.CONNECTION.exception(
        "cannot %s: the server has closed the connection, as it does when it stops".formatted(what),
        "Nothing is lost: it sends again what was not confirmed. Look into its log; when it is"
            + " back, run the command again.",
        cause);
  }

  /** A message for which there is no room, though there is for a usual one. */
  static BackupException tooLong(String what, OutOfMemoryError cause) {
    return Failure.DATABASE.exception(
        "cannot %s: the next message does not fit into memory".formatted(what),
        "A row is too large, or what somebody has written by pg_logical_emit_message. Allow Java"
            + " more: NESSIE_BACKUP_JAVA_OPTS=-Xmx2g.",
        cause);
  }

  /** Whether a warning says that changes are left out. */
  static boolean isLoss(SQLException warning) {
    return NOT_READY.equals(warning.getSQLState()) || UNDEFINED.equals(warning.getSQLState());
  }

  /** What to throw of such a warning. */
  static BackupException losing(SQLException warning, String what) {
    return Failure.DATABASE.exception(
        "cannot %s: %s".formatted(what, warning.getMessage()), ABSENT, warning);
  }

  /**
   * Whether a server has refused, in a way that is not of the moment, what it was asked for. The
   * language in which it says so does not matter.
   */
  static boolean isRefusal(BackupException error) {
    return error.failure() == Failure.DATABASE
        && PASSING.stream().noneMatch(state(error)::startsWith);
  }

  /**
   * Whether a stream was refused because a publication is missing, or was when the changes were
   * made. A missing slot has the same state; up to version 17 it is an error, then a warning.
   */
  static boolean lacksPublication(BackupException error) {
    return UNDEFINED.equals(state(error)) || error.getCause() instanceof SQLWarning;
  }

  /** Whether a slot has another reader. */
  static boolean isInUse(BackupException error) {
    return IN_USE.equals(state(error));
  }

  /** Of what the server said; empty if it was something else. */
  private static String state(BackupException error) {
    return error.failure() != Failure.INTERRUPTED
            && error.getCause() instanceof SQLException cause
            && cause.getSQLState() != null
        ? cause.getSQLState()
        : "";
  }

  private static String detail(BackupException error) {
    ServerErrorMessage said =
        error.getCause() instanceof PSQLException cause ? cause.getServerErrorMessage() : null;
    return said == null || said.getDetail() == null ? "" : ". " + said.getDetail();
  }
}
