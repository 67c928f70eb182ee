package org.nessiebackup.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.sandbox.StoreType;
import org.nessiebackup.testing.TestDatabase;

/** A database with a catalog of each store type. */
final class CatalogDatabase {
  private CatalogDatabase() {}

  static TestDatabase create() {
    TestDatabase database = TestDatabase.create();
    try (Connection connection = database.connect()) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small().withCommits(240));
      StoreType.JDBC.create(connection, "old", CatalogShape.small());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return database;
  }
}
