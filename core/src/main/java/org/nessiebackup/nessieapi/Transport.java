package org.nessiebackup.nessieapi;

import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/** Carries requests to a Nessie: to an address, or through a proxy. */
public interface Transport {
  /**
   * The body of an answer.
   *
   * @param path path and query, without a slash at the beginning
   * @throws BackupException {@link Failure#NESSIE} if there is no answer, or another than 200
   */
  String get(String path);

  /**
   * The same for a request with a body.
   *
   * @param json the body
   */
  String post(String path, String json);
}
