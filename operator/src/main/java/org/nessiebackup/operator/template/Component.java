package org.nessiebackup.operator.template;

/** What one kind of pod is for. */
public enum Component {
  /** The nightly backup, whose CronJob has the name of all objects. */
  BACKUP("backup", ""),
  /** Backups between the nightly ones. */
  INCREMENTAL("incremental", "-incremental"),
  /** Removes backups. */
  PRUNE("prune", "-prune"),
  /** Verifies backups. */
  VERIFY("verify", "-verify"),
  /** Looks for the files of tables, in an Indexed Job. */
  VERIFY_FILES("verify-files", "-verify-files"),
  /** The resident service. */
  SERVICE("service", "-service"),
  /** Says what has become too old. */
  STATUS("status", "-status"),
  /** Looks whether all is there. */
  CHECK("check", "-check"),
  /** Restores where nobody lives. */
  DRILL("drill", "-drill"),
  /** Makes the vault. */
  INIT("init", "-init"),
  /** Restores. */
  RESTORE("restore", "-restore"),
  /**
   * Takes a restore back. It may what a restore may, and has its label, by which network policies
   * let it.
   */
  UNDO("restore", "-undo"),
  /** Drops replaced tables. */
  RELEASE("release", "-release");

  private final String label;
  private final String suffix;

  Component(String label, String suffix) {
    this.label = label;
    this.suffix = suffix;
  }

  /** The value of the label {@code app.kubernetes.io/component}. */
  public String label() {
    return label;
  }

  /** What stands behind the name of all objects in the name of its own. */
  public String suffix() {
    return suffix;
  }
}
