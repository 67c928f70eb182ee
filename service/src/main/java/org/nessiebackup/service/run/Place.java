package org.nessiebackup.service.run;

import org.nessiebackup.Labelled;

/** Where a command line is executed. */
public enum Place implements Labelled {
  /** In this process, which is warm. */
  SERVICE,
  /** In a process of its own, with its own memory: what is hungry, or needs an identity. */
  CHILD
}
