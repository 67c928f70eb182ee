package org.nessiebackup.postgres;

import java.util.List;

/** Which GRANTs our role lacks, as statements for somebody who can make them. */
public final class Privileges {
  private Privileges() {}

  /** What is missing to back the catalog up; empty if nothing. */
  public static List<String> missingToRead(Session session, CatalogLocation catalog) {
    return ReadPrivileges.missing(session, catalog);
  }

  /** What is missing to restore into the catalog's place; empty if nothing. */
  public static List<String> missingToRestore(Session session, CatalogLocation catalog) {
    return RestoreTarget.missingGrants(session, catalog);
  }
}
