package org.nessiebackup.swap;

import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogLocation;

/** Which GRANTs our role lacks, as statements for somebody who can make them. */
public final class Privileges {
  private Privileges() {}

  /** What is missing to restore into the catalog's place; empty if nothing. */
  public static List<String> missingToRestore(Session session, CatalogLocation catalog) {
    return SwapPrivileges.toRestore(session, catalog);
  }

  /**
   * What is missing to bring kept tables back; empty if nothing.
   *
   * @param tables the tables that are ours, there and where they were
   */
  public static List<String> missingToUndo(Session session, KeptTables kept, TableSet tables) {
    return SwapPrivileges.toUndo(
        session,
        new CatalogLocation(kept.catalogSchema(), tables),
        new CatalogLocation(kept.schema(), tables));
  }

  /**
   * What is missing to drop kept tables; empty if nothing.
   *
   * @param tables the tables that are ours
   */
  public static List<String> missingToRelease(Session session, KeptTables kept, TableSet tables) {
    return SwapPrivileges.toRelease(session, new CatalogLocation(kept.schema(), tables));
  }

  /**
   * That our role may not do something.
   *
   * @param what what, after "may not"
   * @param statements what somebody else has to run
   */
  public static BackupException missing(String what, String role, List<String> statements) {
    return new BackupException(
        Failure.PERMISSION,
        "role \"%s\" may not %s".formatted(role, what),
        "Run as a superuser: " + String.join("; ", statements) + ";");
  }
}
