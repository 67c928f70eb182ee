package org.nessiebackup.postgres;

import java.util.Locale;
import org.nessiebackup.BackupId;

/**
 * How the schemas of a restore or an undo are called: after the moment it began, in lower case so
 * that nobody has to quote them. The name is for people; we know our schemas by their comment.
 */
public final class RestoreSchemas {
  private RestoreSchemas() {}

  /** Where a restore that began then loads. */
  public static String staging(BackupId began) {
    return name("staging", began);
  }

  /** Where a restore or an undo that began then keeps the replaced tables. */
  public static String kept(BackupId began) {
    return name("kept", began);
  }

  private static String name(String purpose, BackupId began) {
    String moment = began.value().toLowerCase(Locale.ROOT).replace('-', '_');
    return "nessie_backup_" + purpose + "_" + moment;
  }
}
