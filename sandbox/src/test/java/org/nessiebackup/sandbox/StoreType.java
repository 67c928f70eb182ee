package org.nessiebackup.sandbox;

import java.sql.Connection;
import java.sql.ResultSet;
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
      AttributeTables.of(schema, "").create(statement);
      for (String repository : shape.repositories()) {
        CatalogTables from = CatalogTables.of(other, repository);
        CatalogTables to = AttributeTables.of(schema, repository);
        to.references().insert(connection, CatalogReader.references(connection, from));
        to.objects().insert(connection, objects(connection, statement, from));
      }
      statement.execute("DROP SCHEMA %s CASCADE".formatted(Identifiers.quoted(other)));
    }
    return catalog;
  }

  private static List<Obj> objects(Connection connection, Statement statement, CatalogTables from)
      throws SQLException {
    List<Obj> objects = new ArrayList<>();
    String sql =
        "SELECT obj_id FROM %s WHERE repo = '%s' ORDER BY ctid"
            .formatted(from.objects().sqlName(), from.repository());
    try (ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        ObjId id = ObjId.objIdFromByteArray(row.getBytes(1));
        objects.add(CatalogReader.object(connection, from, id));
      }
    }
    return objects;
  }
}
