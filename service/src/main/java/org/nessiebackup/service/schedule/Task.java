package org.nessiebackup.service.schedule;

import org.nessiebackup.Labelled;
import org.nessiebackup.service.run.Command;

/**
 * What schedules do, in the order in which it is done when all is due at once. The labels are those
 * of settings.
 */
public enum Task implements Labelled {
  /** A backup that builds on no other. */
  FULL("backup", "--type", "full"),
  /** A backup of what has changed. */
  INCREMENTAL("backup", "--type", "auto"),
  /** Brings new backups to another vault. */
  COPY("copy"),
  /** Compares every stored byte with its checksum. */
  VERIFY("verify", "--all", "--quick"),
  /** Removes what no rule keeps. */
  PRUNE("prune", "--yes"),
  /** Looks whether all that a backup and a restore need is there. */
  CHECK("check"),
  /** Looks whether the files are there that tables point to. */
  FILES("verify", "latest", "--files"),
  /** Proves what of the journal is not proven yet. */
  JOURNAL_PROOF("verify", "--journal"),
  /** Rehearses a restore. */
  DRILL("drill");

  private final Command command;

  Task(String... words) {
    this.command = Command.of(words);
  }

  /** What is executed, without what says for which catalog. */
  public Command command() {
    return command;
  }
}
