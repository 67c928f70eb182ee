package org.nessiebackup.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.postgresql.PGConnection;

class KeptRowsTest {
  private static final CatalogShape SHAPE = CatalogShape.benchmark(20);

  private static @TempDir Path folder;
  private static PostgresServer server;
  private static String before;
  private static String after;

  @BeforeAll
  static void keepACatalogAndWhatBecameOfIt() throws SQLException, IOException {
    server = PostgresServer.start();
    server.createDatabase("original");
    try (Connection connection = server.connect("original")) {
      SampleCatalog.create(connection, "nessie", SHAPE);
      before = content(connection);
      keep(connection, "TABLE nessie.refs2", "lake/refs2.copy.zst");
      keep(connection, "TABLE nessie.objs2", "lake/objs2.copy.zst");
      execute(connection, "CREATE TABLE old AS SELECT obj_id FROM nessie.objs2");
      SampleCatalog.grow(connection, "nessie", SHAPE.withSeed(9));
      after = content(connection);
      keep(connection, "TABLE nessie.refs2", "lake-next/refs2.copy.zst");
      keep(
          connection,
          "SELECT * FROM nessie.objs2 o WHERE NOT EXISTS"
              + " (SELECT FROM old WHERE old.obj_id = o.obj_id)",
          "lake-next/objs2-new.copy.zst");
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void makeAnEmptyDatabase() throws SQLException {
    try (Connection connection = server.connect()) {
      execute(connection, "DROP DATABASE IF EXISTS copied");
    }
    server.createDatabase("copied");
  }

  @Test
  void catalogComesBackRowByRow() throws SQLException {
    try (Connection connection = server.connect("copied")) {
      new CatalogSource.Kept(folder.resolve("lake"), 1).fill(connection);

      assertThat(content(connection)).isEqualTo(before);
    }
  }

  @Test
  void severalRepositoriesHaveTheSameRows() throws SQLException {
    try (Connection connection = server.connect("copied")) {
      new CatalogSource.Kept(folder.resolve("lake"), 3).fill(connection);
      execute(connection, "DELETE FROM nessie.objs2 WHERE repo IN ('', 'copy-2')");
      execute(connection, "UPDATE nessie.objs2 SET repo = ''");
      execute(connection, "DELETE FROM nessie.refs2 WHERE repo IN ('', 'copy-3')");
      execute(connection, "UPDATE nessie.refs2 SET repo = ''");

      assertThat(content(connection)).isEqualTo(before);
    }
  }

  @Test
  void catalogGrowsAndBecomesWhatItWas() throws SQLException {
    try (Connection connection = server.connect("copied")) {
      new CatalogSource.Kept(folder.resolve("lake"), 1).fill(connection);
      KeptRows rows = new KeptRows(connection);
      String transaction = rows.grow(folder.resolve("lake-next"), 1_000);
      assertThat(content(connection)).isEqualTo(after);

      rows.shrink(folder.resolve("lake"), transaction);
      assertThat(content(connection)).isEqualTo(before);
    }
  }

  @Test
  void catalogGrowsBySoManyCommitsAndEveryReferenceIsInTheGraph() throws SQLException {
    try (Connection connection = server.connect("copied")) {
      new CatalogSource.Kept(folder.resolve("lake"), 1).fill(connection);
      String commits = "SELECT count(*) FROM nessie.objs2 WHERE obj_type = 'c'";
      int count = Integer.parseInt(ask(connection, commits));
      new KeptRows(connection).grow(folder.resolve("lake-next"), 7);

      assertThat(ask(connection, commits)).isEqualTo(String.valueOf(count + 7));
      assertThat(
              ask(
                  connection,
                  "SELECT count(*) FROM nessie.refs2 WHERE NOT EXISTS"
                      + " (SELECT FROM nessie.objs2 WHERE obj_id = pointer)"))
          .isEqualTo("0");
    }
  }

  private static void keep(Connection connection, String rows, String file)
      throws SQLException, IOException {
    Path target = folder.resolve(file);
    Files.createDirectories(target.getParent());
    try (OutputStream output = new ZstdOutputStream(Files.newOutputStream(target))) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut("COPY (%s) TO STDOUT (FORMAT binary)".formatted(rows), output);
    }
  }

  private static String content(Connection connection) throws SQLException {
    return ask(
        connection,
        "SELECT (SELECT md5(string_agg(r::text, ';' ORDER BY r::text)) FROM nessie.refs2 r)"
            + " || (SELECT md5(string_agg(o::text, ';' ORDER BY o::text)) FROM nessie.objs2 o)");
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
