package org.nessiebackup.service.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.TableSet;
import org.nessiebackup.journal.JournalOptions;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.status.StatusOptions;
import org.nessiebackup.vault.Vault;

/** A catalog with its vault, as settings describe them. */
public interface ServedCatalog {
  /** The name that {@code --catalog} gives it. */
  String name();

  /**
   * Opens its vault, with the keys that a service may have: none that reads backups, unless it was
   * given one on purpose.
   *
   * @throws org.nessiebackup.BackupException if there is none, it cannot be reached, or it is not
   *     the one that is known here
   */
  Vault vault();

  /**
   * What a command line needs at its end to be about this catalog: {@code --catalog NAME}, or
   * whatever the service was started with.
   */
  List<String> arguments();

  /** From when on something is too old. */
  StatusOptions thresholds();

  /** Where its vault is, without what is secret. */
  String place();

  /** What is said about it, without what is secret: everybody reads it who may look. */
  String redacted(String message);

  /**
   * The server that it is on, which nobody has reached yet.
   *
   * @throws org.nessiebackup.BackupException {@link org.nessiebackup.Failure#USAGE} if none is
   *     named
   */
  Database database();

  /** The schema that it is in; empty if it is found there by itself. */
  Optional<String> schema();

  /** The tables that it consists of; empty if they are found by themselves. */
  Optional<TableSet> tables();

  /** How often its references are looked at for what has moved; empty for never. */
  Optional<Duration> tipInterval();

  /** How its journal is followed; empty if it is not. */
  Optional<JournalOptions> journal();

  /** The replica that is looked after; empty if none is. */
  Optional<ServedReplica> replica();

  /** Whether somebody is to look at it all the time. */
  default boolean isFollowed() {
    return tipInterval().isPresent() || journal().isPresent() || replica().isPresent();
  }

  /**
   * Whether whoever calls himself so in a lease was a process of this host that is there no more.
   * Hosts may share a name, so this is a reason to look closer and no more.
   */
  boolean seemsGone(String owner);

  /** Whether its backups can be read here, since the service was given an identity. */
  boolean readsBackups();
}
