package org.nessiebackup.service.run;

/** Where runs are written down, so that they outlive this process. */
public interface RunArchive {
  /**
   * Writes down that a run begins to work.
   *
   * @return false if its name is taken: somebody else has begun it
   * @throws org.nessiebackup.BackupException if it cannot be written down
   */
  boolean begin(Run run);

  /**
   * Writes down what has become of a run that has begun.
   *
   * @throws org.nessiebackup.BackupException if it cannot be written down
   */
  void end(Run run);
}
