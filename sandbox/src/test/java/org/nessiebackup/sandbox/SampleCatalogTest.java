package org.nessiebackup.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.projectnessie.versioned.storage.common.objtypes.CommitObj;
import org.projectnessie.versioned.storage.common.persist.Obj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.persist.Reference;
import org.projectnessie.versioned.storage.serialize.ProtoSerialization;

class SampleCatalogTest {

  private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void everyRowDecodesAndEveryReferenceResolves() throws SQLException {
    try (Connection connection = server.connect()) {
      SampleCatalog catalog = SampleCatalog.create(connection, "decoded", CatalogOddities.small());
      int objects = 0;
      int references = 0;
      for (String repository : List.of("", "other")) {
        Map<ObjId, Obj> decoded = decode(connection, "decoded", repository);
        objects += decoded.size();
        List<Reference> found =
            new CatalogTables(connection, "decoded", repository).readReferences();
        references += found.size();
        for (Reference reference : found) {
          assertThat(decoded).as(reference.name()).satisfies(all -> assertResolves(all, reference));
        }
        for (Obj object : decoded.values()) {
          if (object instanceof CommitObj commit
              && !commit.directParent().equals(ObjId.EMPTY_OBJ_ID)) {
            assertThat(decoded).containsKey(commit.directParent());
          }
        }
      }
      assertThat(catalog.objectRows()).isEqualTo(objects);
      assertThat(catalog.referenceRows()).isEqualTo(references);
    }
  }

  @Test
  void smallHasOneOfEverything() throws SQLException {
    try (Connection connection = server.connect()) {
      SampleCatalog catalog = SampleCatalog.create(connection, "small", CatalogOddities.small());
      assertThat(catalog.commits()).isBetween(60, 120);
      assertThat(catalog.branches()).isGreaterThan(8);
      assertThat(catalog.tags()).isGreaterThan(6);
      assertThat(asList(connection, "SELECT DISTINCT obj_type FROM small.objs2"))
          .contains("c", "v", "u", "r", "s", "t", "i", "I", "sandbox-task");
      assertThat(asList(connection, "SELECT DISTINCT repo FROM small.refs2"))
          .containsExactlyInAnyOrder("", "other");
      for (String condition :
          List.of(
              "small.objs2 WHERE obj_ref IS NULL",
              "small.objs2 WHERE obj_vers IS NOT NULL",
              "small.objs2 WHERE length(obj_value) > 200000",
              "small.refs2 WHERE deleted",
              "small.refs2 WHERE ext_info IS NOT NULL",
              "small.refs2 WHERE prev_ptr IS NOT NULL",
              "small.refs2 WHERE created_at IS NULL",
              "small.refs2 WHERE ref_name LIKE '%\"%'")) {
        assertThat(asList(connection, "SELECT 1 FROM " + condition)).as(condition).isNotEmpty();
      }
    }
  }

  @Test
  void theSameShapeMakesTheSameReferencesAndNumbers() throws SQLException {
    try (Connection connection = server.connect()) {
      CatalogShape shape = CatalogOddities.small();
      SampleCatalog one = SampleCatalog.create(connection, "one", shape);
      SampleCatalog another = SampleCatalog.create(connection, "another", shape);
      assertThat(another).isEqualTo(one);
      String names = "SELECT repo || '/' || ref_name || '/' || deleted FROM %s.refs2 ORDER BY 1";
      assertThat(asList(connection, names.formatted("another")))
          .isEqualTo(asList(connection, names.formatted("one")));
    }
  }

  @ParameterizedTest
  @EnumSource(StoreType.class)
  void takesSchemaNamesThatNeedQuotes(StoreType type) throws SQLException {
    String schema = "My \"odd\" schema; -- " + type;
    try (Connection connection = server.connect()) {
      SampleCatalog catalog = type.create(connection, schema, CatalogOddities.small());
      String suffix = type == StoreType.JDBC2 ? "2" : "";
      String from = "SELECT count(*) FROM " + Identifiers.quoted(schema) + ".";
      assertThat(asList(connection, from + "objs" + suffix))
          .containsExactly(String.valueOf(catalog.objectRows()));
      assertThat(asList(connection, from + "refs" + suffix))
          .containsExactly(String.valueOf(catalog.referenceRows()));
    }
  }

  @Test
  void bothStoreTypesHoldTheSame() throws SQLException {
    try (Connection connection = server.connect()) {
      CatalogShape shape = CatalogOddities.small();
      SampleCatalog second = SampleCatalog.create(connection, "second", shape);
      SampleCatalog first = StoreType.JDBC.create(connection, "first", shape);
      assertThat(first).isEqualTo(second);
      assertThat(asList(connection, "SELECT DISTINCT obj_type FROM first.objs"))
          .contains("COMMIT", "VALUE", "UNIQUE", "REF", "STRING", "TAG", "INDEX", "INDEX_SEGMENTS");
      assertThat(
              asList(
                  connection,
                  "SELECT 1 FROM first.objs WHERE (obj_type = 'COMMIT') <> (c_headers IS NOT"
                      + " NULL)"))
          .isEmpty();
    }
  }

  @Test
  void theOwnerOfTheSchemaNeedsNoOtherRight() throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE nessie LOGIN");
      statement.execute("CREATE SCHEMA owned AUTHORIZATION nessie");
    }
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "nessie", null)) {
      SampleCatalog.create(connection, "owned", CatalogOddities.small());
      assertThat(asList(connection, "SELECT tableowner FROM pg_tables WHERE schemaname = 'owned'"))
          .containsExactly("nessie", "nessie");
    }
  }

  @Test
  void leavesNothingBehindWhenTheCatalogIsThereAlready() throws SQLException {
    try (Connection connection = server.connect()) {
      CatalogShape shape = CatalogOddities.small();
      SampleCatalog catalog = SampleCatalog.create(connection, "taken", shape);
      assertThatThrownBy(() -> SampleCatalog.create(connection, "taken", shape))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("already exists");
      assertThat(connection.getAutoCommit()).isTrue();
      assertThat(asList(connection, "SELECT count(*) FROM taken.objs2"))
          .containsExactly(String.valueOf(catalog.objectRows()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000})
  void growsByNewRowsAndMovedReferences(int commits) throws SQLException {
    String schema = "grown" + commits;
    try (Connection connection = server.connect()) {
      CatalogShape shape = CatalogOddities.small().withCommits(commits);
      SampleCatalog before = SampleCatalog.create(connection, schema, shape);
      SampleCatalog added =
          SampleCatalog.grow(
              connection, schema, shape.withoutMilestones().withCommits(30).withSeed(99));
      assertThat(added.commits()).isEqualTo(30);
      assertThat(added.branches()).isZero();
      assertThat(asList(connection, "SELECT count(*) FROM " + schema + ".objs2"))
          .containsExactly(String.valueOf(before.objectRows() + added.objectRows()));
      assertThat(asList(connection, "SELECT count(*) FROM " + schema + ".refs2"))
          .containsExactly(String.valueOf(before.referenceRows()));
      Map<ObjId, Obj> decoded = decode(connection, schema, "");
      for (Reference reference : new CatalogTables(connection, schema, "").readReferences()) {
        assertResolves(decoded, reference);
      }
    }
  }

  private static void assertResolves(Map<ObjId, ? extends Obj> objects, Reference reference) {
    Set<ObjId> pointers = new HashSet<>();
    pointers.add(reference.pointer());
    reference.previousPointers().forEach(previous -> pointers.add(previous.pointer()));
    if (reference.extendedInfoObj() != null) {
      pointers.add(reference.extendedInfoObj());
    }
    // A branch without commits points to an id that no object has.
    pointers.remove(ObjId.EMPTY_OBJ_ID);
    assertThat(objects.keySet()).as(reference.name()).containsAll(List.copyOf(pointers));
  }

  private static Map<ObjId, Obj> decode(Connection connection, String schema, String repository)
      throws SQLException {
    Map<ObjId, Obj> decoded = new HashMap<>();
    String sql =
        "SELECT obj_id, obj_type, obj_vers, obj_value, obj_ref FROM %s.objs2 WHERE repo = '%s'"
            .formatted(schema, repository);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        ObjId id = ObjId.objIdFromByteArray(row.getBytes(1));
        Obj object =
            ProtoSerialization.deserializeObj(
                id, row.getLong(5), row.getBytes(4), row.getString(3));
        assertThat(object.type().shortName()).isEqualTo(row.getString(2));
        decoded.put(id, object);
      }
    }
    return decoded;
  }

  private static List<String> asList(Connection connection, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        values.add(row.getString(1));
      }
    }
    return values;
  }
}
