package org.nessiebackup.sandbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.projectnessie.versioned.storage.common.persist.Obj;
import org.projectnessie.versioned.storage.common.persist.ObjId;

/** How Nessie lays out a catalog in PostgreSQL; named as in Nessie's own configuration. */
public enum StoreType {
  /** Tables {@code refs2} and {@code objs2}: one value per object. */
  JDBC2,
  /** Tables {@code refs} and {@code objs}: a column for each attribute of every type. */
  JDBC;

  /** The same as {@link SampleCatalog#create}, in tables of this type. */
  public SampleCatalog create(Connection connection, String schema, CatalogShape shape)
      throws SQLException {
    if (this == JDBC2) {
      return SampleCatalog.create(connection, schema, shape);
    }
    String other = schema + " in JDBC2";
    SampleCatalog catalog = SampleCatalog.create(connection, other, shape);
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + Identifiers.quoted(schema));
      statement.execute(AttributeTables.references(schema, "").createStatement());
      statement.execute(AttributeTables.objects(schema, "").createStatement());
      for (String repository : shape.repositories()) {
        CatalogTables from = new CatalogTables(connection, other, repository);
        List<Obj> objects = new ArrayList<>();
        for (ObjId id : from.readIds()) {
          objects.add(from.readObject(id));
        }
        AttributeTables.references(schema, repository).insert(connection, from.readReferences());
        AttributeTables.objects(schema, repository).insert(connection, objects);
      }
      statement.execute("DROP SCHEMA %s CASCADE".formatted(Identifiers.quoted(other)));
    }
    return catalog;
  }
}
