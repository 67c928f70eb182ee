package org.nessiebackup.manifest;

/**
 * A catalog on its server.
 *
 * @param systemIdentifier names the cluster
 * @param timeline the server's timeline
 * @param database the database's name
 * @param databaseOid its object id
 * @param serverVersion as the server writes it
 * @param schema the schema of the tables
 * @param storeType the store type
 */
public record CatalogPlace(
    String systemIdentifier,
    int timeline,
    String database,
    long databaseOid,
    String serverVersion,
    String schema,
    String storeType) {
  /**
   * Whether both are one catalog: the server may have failed over or been upgraded in between, and
   * the database been made anew.
   */
  public boolean isSameAs(CatalogPlace other) {
    return systemIdentifier.equals(other.systemIdentifier)
        && database.equals(other.database)
        && schema.equals(other.schema);
  }

  /** The same of a catalog of which something else is known; not if its server says no name. */
  public boolean isSameAs(Source.Server other) {
    return other.systemIdentifier().filter(systemIdentifier::equals).isPresent()
        && database.equals(other.database())
        && schema.equals(other.schema());
  }

  /** For people. */
  public String describe() {
    return "database \"%s\", schema \"%s\" of cluster %s"
        .formatted(database, schema, systemIdentifier);
  }
}
