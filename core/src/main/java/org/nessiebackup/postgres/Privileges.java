package org.nessiebackup.postgres;

import java.util.List;

/** Which GRANTs our role lacks, as statements for somebody who can make them. */
public final class Privileges {
  private Privileges() {}

  /** What is missing to restore into the catalog's place; empty if nothing. */
  public static List<String> missingToRestore(Session session, CatalogLocation catalog) {
    return RestoreTarget.missingGrants(session, catalog);
  }
}
