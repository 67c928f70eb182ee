package org.nessiebackup;

/**
 * Everything that can go wrong, as a closed list. One constant decides the exit code, the {@code
 * code} in JSON errors and the label of metrics, so all three always agree.
 *
 * <p>The names and exit codes are a documented contract ({@code docs/exit-codes.md}): constants are
 * added, never renamed or renumbered.
 */
public enum Failure implements Labelled {
  /** A defect of this program. */
  INTERNAL(1),
  /** The arguments or settings make no sense. */
  USAGE(2),
  /** The server cannot be reached, or the connection broke. */
  CONNECTION(1),
  /** The server refused the user name or the password, or the database does not exist. */
  LOGIN(1),
  /** The server's version, or something it lacks, makes the work impossible. */
  SERVER_UNSUPPORTED(1),
  /** There is no Nessie catalog where one was looked for. */
  CATALOG_NOT_FOUND(1),
  /** There are several catalogs, and nothing said which one is meant. */
  CATALOG_AMBIGUOUS(1),
  /** The catalog is there, but not as tables that hold all of its rows and can be exchanged. */
  CATALOG_UNSUITABLE(1),
  /** A privilege is missing, in the database, the cluster or the store; the hint says which. */
  PERMISSION(1),
  /** The server refused or failed a statement. */
  DATABASE(1),
  /** The store could not be read or written. */
  STORE(1),
  /** The store, or the disk under it, has no room left. */
  STORE_FULL(1),
  /** The vault has no such backup. */
  BACKUP_NOT_FOUND(1),
  /** The catalog has no such branch, tag, commit or Nessie repository. */
  REFERENCE_NOT_FOUND(1),
  /** There is no such table, view or namespace on the branch. */
  CONTENT_NOT_FOUND(1),
  /** Written by a newer version, or not one of our formats at all. */
  FORMAT_UNSUPPORTED(1),
  /** A dump file has something in it that we do not understand, and therefore do not import. */
  DUMP_NOT_UNDERSTOOD(1),
  /** Stored bytes are not what was written: missing, changed, truncated. */
  DAMAGED(3),
  /** The work was finished, and damage or gaps were found; the result names them. */
  FINDINGS(3),
  /** What is asked for lies where the journal has a gap, or behind what it has. */
  GAP(3),
  /** A key that is needed was not given. */
  KEY_MISSING(12),
  /** No key that was given opens this. */
  KEY_WRONG(12),
  /** Signed by nobody whom the vault's settings or the user trust, or not signed at all. */
  UNTRUSTED(3),
  /** There is no vault at the given place. */
  VAULT_NOT_FOUND(10),
  /** Somebody else is at work on the same catalog or vault. */
  LOCKED(11),
  /** A guard protects the target: a connected Nessie, another catalog's history, a missing yes. */
  TARGET_GUARDED(13),
  /** Older than allowed: the newest backup, verification or the like. */
  STALE(14),
  /** The API server of Kubernetes cannot be reached, or it refused or failed a request. */
  CLUSTER(1),
  /** There is no Nessie, or no such object, where one was looked for on Kubernetes. */
  WORKLOAD_NOT_FOUND(1),
  /** Several workloads could be meant, and nothing said which one is. */
  WORKLOAD_AMBIGUOUS(1),
  /** Nessie does not stop, does not come back, or does not answer as it should. */
  NESSIE(1),
  /** The user, or the system, asked to stop. */
  INTERRUPTED(130);

  private final int exitCode;

  Failure(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit status of a process that ends with this failure. */
  public int exitCode() {
    return exitCode;
  }

  /** What to throw; the message says all there is to say. */
  public BackupException exception(String message) {
    return exception(message, null, null);
  }

  /** What to throw, with advice. */
  public BackupException exception(String message, String hint) {
    return exception(message, hint, null);
  }

  /** What to throw, with advice ({@code hint} may be null) and the error that led to it. */
  public BackupException exception(String message, String hint, Throwable cause) {
    return new BackupException(this, message, hint, cause);
  }

  /**
   * Whether this says that one backup, or one object, cannot be had, and nothing about others: it
   * is damaged, or belongs to somebody else.
   */
  public boolean isOfOneBackup() {
    return this == DAMAGED || this == PERMISSION;
  }

  /** Whether this says that one manifest cannot be read or believed, and nothing about others. */
  public boolean isOfOneManifest() {
    return isOfOneBackup() || this == FORMAT_UNSUPPORTED || this == UNTRUSTED;
  }
}
