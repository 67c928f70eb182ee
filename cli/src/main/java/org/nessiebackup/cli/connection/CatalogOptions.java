package org.nessiebackup.cli.connection;

import java.util.Optional;
import org.nessiebackup.TableSet;
import org.nessiebackup.nessie.StoreType;
import picocli.CommandLine.Option;

/** Which catalog of the database is meant; one that is alone is found without. */
public final class CatalogOptions {
  @Option(
      names = "--schema",
      paramLabel = "NAME",
      order = 30,
      description = "The schema of the catalog; found if there is only one.")
  String schema;

  @Option(
      names = "--store-type",
      paramLabel = "TYPE",
      order = 31,
      description = "Nessie's version store type: JDBC2 or JDBC; found if there is only one.")
  StoreType storeType;

  /** The schema, if one is given. */
  public Optional<String> schema() {
    return Optional.ofNullable(schema).filter(name -> !name.isEmpty());
  }

  /** The tables, if a store type is given. */
  public Optional<TableSet> tables() {
    return Optional.ofNullable(storeType).map(StoreType::tables);
  }
}
