package org.nessiebackup.replica;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.TableSet;

/**
 * Which replica, and how it follows.
 *
 * @param name by which it is known, in the vault, and on both servers
 * @param schema where the primary's catalog is, and the replica's will be; found if absent
 * @param tables which of several table sets is meant; found if absent
 * @param link how the replica's server reaches the primary
 * @param limits how much of the primary's disk may be taken
 */
public record ReplicaOptions(
    String name, Optional<String> schema, Optional<TableSet> tables, Link link, Limits limits) {
  /** The name of a replica where nobody gives it one. */
  public static final String DEFAULT_NAME = "standby";

  /**
   * Checks the name.
   *
   * @throws BackupException {@link Failure#USAGE} if no replica can have it
   */
  public ReplicaOptions {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,39}")) {
      throw Failure.USAGE.exception(
          "no replica can have the name \"" + name + "\"",
          "A name has 1 to 40 small letters, digits and hyphens, and no hyphen first.");
    }
  }

  /**
   * How the replica's server reaches the primary, which may be another way than ours.
   *
   * @param parameters in libpq's form, such as {@code host=… port=… user=… sslmode=verify-full},
   *     without a password; those of our own connection if absent
   * @param password of that user; absent if the server's own password file has it, or none is asked
   *     for
   */
  public record Link(Optional<String> parameters, Optional<Secret> password) {
    /** As we reach it. */
    public static final Link OURS = new Link(Optional.empty(), Optional.empty());
  }

  /**
   * How much of the primary's disk may be taken.
   *
   * @param retained so many bytes of its log the slot may hold back; beyond, it is given up
   * @param unbounded whether to begin also on a server that has no such limit of its own ({@code
   *     max_slot_wal_keep_size = -1})
   */
  public record Limits(long retained, boolean unbounded) {
    /** 1 GiB. */
    public static final Limits DEFAULT = new Limits(1L << 30, false);

    /** Refuses what would give up every slot at once. */
    public Limits {
      if (retained < 1) {
        throw new IllegalArgumentException("a slot holds back something always");
      }
    }
  }

  /** What may be in the place where a replica is to be. */
  public enum Target {
    /** No catalog. */
    EMPTY,
    /** The replica of that name as it was, which is made anew. */
    AGAIN,
    /** The former primary, in whose place another one was promoted. */
    SUPERSEDED
  }
}
