package org.nessiebackup.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.Column;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.TableShape;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.segment.FieldRule;
import org.nessiebackup.testing.TestDatabase;

/** The types are those that servers of all versions have. */
class ColumnFormsTest {
  /** No client can send a value of these; what restores take is asked as StagedTable asks it. */
  private static final String TYPES =
      """
      SELECT t.typname, t.typlen FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE n.nspname = 'pg_catalog' AND t.typtype IN ('b', 'd', 'e') AND t.typisdefined
        AND t.typname NOT LIKE 'pg\\_node\\_tree' AND t.typname NOT LIKE 'pg\\_brin%'
        AND t.typname NOT IN ('pg_ndistinct', 'pg_dependencies', 'pg_mcv_list', 'gtsvector',
          '_gtsvector', 'aclitem', '_aclitem')
        AND NOT EXISTS (SELECT 1 FROM pg_type r WHERE r.typarray = t.oid AND r.typtype = 'c')
        AND t.typname NOT IN ('_record', '_cstring')
      """;

  static List<Integer> versions() {
    return List.copyOf(PostgresServer.available());
  }

  @ParameterizedTest
  @MethodSource("versions")
  void everyTypeThatAColumnCanHaveIsKnownWithItsLength(int version) throws SQLException {
    try (TestDatabase database = TestDatabase.create(version);
        Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet types = statement.executeQuery(TYPES)) {
      int seen = 0;
      while (types.next()) {
        QualifiedName type = new QualifiedName("pg_catalog", types.getString(1));
        assertThat(ColumnForms.impossible(type)).as(type.toString()).isFalse();
        if (form(type) instanceof FieldRule.Form.Fixed fixed) {
          assertThat(fixed.length()).as(type.toString()).isEqualTo(types.getInt(2));
        }
        seen++;
      }
      assertThat(seen).isGreaterThan(60);
    }
  }

  private static FieldRule.Form form(QualifiedName type) {
    Column column = new Column("a", type, -1, false, Optional.empty(), Optional.empty());
    return ColumnForms.rules(new TableShape("t", new ArrayList<>(List.of(column)), List.of()))
        .getFirst()
        .form();
  }
}
