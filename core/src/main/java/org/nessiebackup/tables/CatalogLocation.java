package org.nessiebackup.tables;

import java.util.List;
import org.nessiebackup.TableSet;

/**
 * Where a catalog is.
 *
 * @param schema the schema, unquoted
 * @param tables the tables in it
 */
public record CatalogLocation(String schema, TableSet tables) {
  public List<String> names() {
    return tables.tables();
  }

  @Override
  public String toString() {
    return "schema \"" + schema + "\" (" + tables.label() + ")";
  }
}
