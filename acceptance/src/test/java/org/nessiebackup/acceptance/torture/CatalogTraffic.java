package org.nessiebackup.acceptance.torture;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Transactions as Nessie and its tools make them, and some that nobody should. */
final class CatalogTraffic {
  private static final String OBJECTS = "objs2";
  private static final String REFERENCES = "refs2";

  private final Random random;

  CatalogTraffic(Random random) {
    this.random = random;
  }

  /** Runs some transactions in a session of its own. */
  void run(AuditedCatalog catalog, int transactions) throws SQLException {
    try (Connection connection = catalog.database().connect()) {
      for (int i = 0; i < transactions; i++) {
        transact(connection);
      }
    }
  }

  /** Runs one transaction. */
  void transact(Connection connection) throws SQLException {
    List<String> statements = new ArrayList<>();
    // Such a transaction may be lost in a crash, but not if a backup has seen it.
    statements.add("SET LOCAL synchronous_commit = " + (random.nextInt(3) == 0 ? "off" : "on"));
    int parts = 1 + random.nextInt(2);
    for (int i = 0; i < parts; i++) {
      statements.addAll(part());
    }
    boolean lost = random.nextInt(12) == 0;
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      if (lost) {
        connection.rollback();
      } else {
        connection.commit();
      }
    } catch (SQLException e) {
      if (!connection.isClosed()) {
        connection.rollback();
      }
      throw e;
    }
  }

  private List<String> part() {
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3, 4 -> commit();
      case 5 -> List.of(createReference());
      case 6 -> List.of(markDeleted());
      case 7 -> List.of(deleteReferences());
      case 8, 9 -> List.of(touch());
      case 10 -> List.of(rewrite());
      case 11 -> List.of(deleteObjects());
      case 12 -> replace();
      case 13 -> List.of(largeObject());
      case 14 -> savepoints();
      default -> List.of(upsert());
    };
  }

  private List<String> commit() {
    return List.of(insert(1 + random.nextInt(5), 200 + random.nextInt(3000)), movePointer());
  }

  /** New objects whose values resemble one another, as those of commits do. */
  private String insert(int rows, int bytes) {
    return AuditedCatalog.put(
        OBJECTS,
        """
        INSERT INTO nessie.objs2 AS t (repo, obj_id, obj_type, obj_vers, obj_value, obj_ref)
        SELECT %s, sha256((%d + n)::text::bytea), 'c', NULL,
          convert_to(repeat('index ', %d) || md5((%d + n)::text), 'UTF8'), %d
        FROM generate_series(1, %d) AS n ON CONFLICT DO NOTHING RETURNING t.*\
        """
            .formatted(
                repository(),
                random.nextLong() >>> 2,
                bytes / 6,
                random.nextInt(),
                random.nextInt(1_000_000),
                rows));
  }

  /** Values that are stored outside of the row. */
  private String largeObject() {
    return AuditedCatalog.put(
        OBJECTS,
        """
        INSERT INTO nessie.objs2 AS t (repo, obj_id, obj_type, obj_vers, obj_value, obj_ref)
        SELECT %s, sha256('%d'::bytea), 'i', 'v',
          convert_to((SELECT string_agg(md5((%d + n)::text), '')
            FROM generate_series(1, %d) AS n), 'UTF8'), NULL
        ON CONFLICT DO NOTHING RETURNING t.*\
        """
            .formatted(
                repository(), random.nextLong(), random.nextInt(), 500 + random.nextInt(4000)));
  }

  private String repository() {
    return random.nextInt(4) == 0 ? "'other'" : "''";
  }

  private String movePointer() {
    return AuditedCatalog.put(
        REFERENCES,
        """
        UPDATE nessie.refs2 AS t SET pointer = sha256('%d'::bytea),
          prev_ptr = substr(coalesce(pointer, ''::bytea) || coalesce(prev_ptr, ''::bytea), 1, 320)
        WHERE (repo, ref_name) = (SELECT repo, ref_name FROM nessie.refs2
          ORDER BY md5(ref_name || %d) LIMIT 1) RETURNING t.*\
        """
            .formatted(random.nextLong(), random.nextInt(50)));
  }

  private String createReference() {
    return AuditedCatalog.put(
        REFERENCES,
        """
        INSERT INTO nessie.refs2 AS t (repo, ref_name, pointer, deleted, created_at)
        VALUES ('', 'refs/heads/torture-%d', sha256('%d'::bytea), false, %d)
        ON CONFLICT DO NOTHING RETURNING t.*\
        """
            .formatted(random.nextInt(200), random.nextInt(), random.nextInt()));
  }

  private String markDeleted() {
    return AuditedCatalog.put(
        REFERENCES,
        "UPDATE nessie.refs2 AS t SET deleted = true WHERE ref_name LIKE 'refs/heads/torture-%d%%'"
                .formatted(random.nextInt(10))
            + " RETURNING t.*");
  }

  private String deleteReferences() {
    return AuditedCatalog.delete(
        REFERENCES, "DELETE FROM nessie.refs2 AS t WHERE deleted AND repo = '' RETURNING t.*");
  }

  /** As Nessie notes that an object was referenced again. */
  private String touch() {
    return AuditedCatalog.put(
        OBJECTS,
        "UPDATE nessie.objs2 AS t SET obj_ref = %d%s RETURNING t.*"
            .formatted(random.nextInt(), some(40)));
  }

  /** As cutting a history writes commits anew under their ids. */
  private String rewrite() {
    return AuditedCatalog.put(
        OBJECTS,
        "UPDATE nessie.objs2 AS t SET obj_value = obj_value || '\\x00'%s RETURNING t.*"
            .formatted(some(80)));
  }

  private String deleteObjects() {
    return AuditedCatalog.delete(
        OBJECTS, "DELETE FROM nessie.objs2 AS t%s RETURNING t.*".formatted(some(90)));
  }

  /** The same keys go and come back in one transaction. */
  private List<String> replace() {
    String some = some(120);
    return List.of(
        "CREATE TEMP TABLE r ON COMMIT DROP AS SELECT * FROM nessie.objs2 AS t" + some,
        AuditedCatalog.delete(
            OBJECTS,
            "DELETE FROM nessie.objs2 AS t USING r WHERE t.repo = r.repo AND t.obj_id = r.obj_id"
                + " RETURNING t.*"),
        AuditedCatalog.put(
            OBJECTS,
            "INSERT INTO nessie.objs2 AS t SELECT * FROM r ON CONFLICT DO NOTHING RETURNING t.*"),
        "DROP TABLE r");
  }

  private List<String> savepoints() {
    return List.of(
        "SAVEPOINT one",
        insert(2, 100),
        "ROLLBACK TO SAVEPOINT one",
        "SAVEPOINT two",
        insert(2, 100),
        "RELEASE SAVEPOINT two");
  }

  private String upsert() {
    return AuditedCatalog.put(
        OBJECTS,
        """
        INSERT INTO nessie.objs2 AS t (repo, obj_id, obj_type, obj_vers, obj_value, obj_ref)
        SELECT repo, obj_id, obj_type, 'u%d', obj_value, obj_ref FROM nessie.objs2 AS s%s
        ON CONFLICT (repo, obj_id) DO UPDATE SET obj_vers = excluded.obj_vers RETURNING t.*\
        """
            .formatted(random.nextInt(), some(150)));
  }

  private String some(int share) {
    return " WHERE abs(hashtext(obj_id::text)::bigint) %% %d = %d"
        .formatted(share, random.nextInt(share));
  }
}
