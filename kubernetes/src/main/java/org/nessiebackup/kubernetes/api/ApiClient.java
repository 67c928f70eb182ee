package org.nessiebackup.kubernetes.api;

import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/** A way to Nessie's API. */
interface ApiClient {
  /**
   * The body of an answer.
   *
   * @param path path and query, without a slash at the beginning
   * @throws BackupException {@link Failure#NESSIE} if there is no answer, or another than 200
   */
  String get(String path);
}
