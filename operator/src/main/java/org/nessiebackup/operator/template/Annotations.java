package org.nessiebackup.operator.template;

/** What is written on objects for programs that read them. */
final class Annotations {
  /** Who keeps the schedule of a CronJob that is suspended. */
  static final String SCHEDULED_BY = "nessie-backup.org/scheduled-by";

  /** By which pods start again when settings change, which they read at the start. */
  static final String SETTINGS = "nessie-backup.org/settings";

  private Annotations() {}
}
