package org.nessiebackup.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.Digests;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.testing.SampleRows;
import org.nessiebackup.testing.StockProgram;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** Promise 5: nothing but stock tools is needed to get rows back. */
class StockToolsTest {
  private static final String TABLE =
      "(repo varchar(255) NOT NULL, id bytea NOT NULL, size bigint, value bytea,"
          + " PRIMARY KEY (repo, id))";

  private static final String ROWS =
      """
      INSERT INTO objs
      SELECT CASE n % 3 WHEN 0 THEN '' WHEN 1 THEN 'main' ELSE 'äöü€😀' END,
        sha256(n::text::bytea), nullif(n % 5, 0),
        CASE n % 4 WHEN 0 THEN NULL WHEN 1 THEN ''::bytea
          ELSE decode(repeat(lpad(to_hex(n % 256), 2, '0'), n), 'hex') END
      FROM generate_series(1, 2000) AS n
      """;

  private static byte[] stored(int fields, byte[] stream) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (SegmentWriter writer = new SegmentWriter(stored, fields, SegmentEncoder.PLAIN)) {
      writer.accept(stream, 0, stream.length);
      writer.finish();
    }
    return stored.toByteArray();
  }

  @Test
  void stockZstdGivesTheCopyStream() throws Exception {
    StockProgram zstd = StockProgram.require("zstd");
    for (int seed = 0; seed < 10; seed++) {
      SampleRows sample = SampleRows.random(seed);
      byte[] decoded =
          zstd.run(stored(sample.fields(), sample.stream()), "-d").succeeded().output();

      assertThat(decoded).isEqualTo(sample.stream());
    }
  }

  @Test
  void segmentCompressedByStockZstdIsRead() throws Exception {
    StockProgram zstd = StockProgram.require("zstd");
    SampleRows sample = SampleRows.random(3);
    RowDigest expected = digest(stored(sample.fields(), sample.stream()), sample.fields());
    for (List<String> options :
        List.of(List.of("-1"), List.of("-19", "--long=24"), List.of("-3", "--no-check"))) {
      byte[] stored =
          zstd.run(sample.stream(), options.toArray(String[]::new)).succeeded().output();

      assertThat(digest(stored, sample.fields())).isEqualTo(expected);
    }
  }

  private static RowDigest digest(byte[] stored, int fields) throws IOException {
    return SegmentReader.read(
            new ByteArrayInputStream(stored),
            SegmentDecoder.PLAIN,
            fields,
            Long.MAX_VALUE,
            (bytes, offset, length) -> {})
        .digest();
  }

  @Test
  void segmentGoesThroughZstdIntoPsqlAndEveryRowIsBack(@TempDir Path folder) throws Exception {
    StockProgram.require("zstd");
    StockProgram.require("psql");
    StockProgram shell = StockProgram.require("sh");
    try (PostgresServer server = PostgresServer.start();
        Connection connection = server.connect()) {
      execute(connection, "CREATE TABLE objs " + TABLE, "CREATE TABLE back " + TABLE, ROWS);
      byte[] stored = stored(4, copy(connection, "objs"));
      Path file = Files.write(folder.resolve("objs-0000.copy.zst"), stored);
      String pipe =
          "set -e; zstd -dc '%s' | psql -X -q -v ON_ERROR_STOP=1 -h %s -p %d -U %s -d postgres"
              .formatted(file, server.host(), server.port(), server.user());
      shell.run(new byte[0], "-c", pipe + " -c 'COPY back FROM STDIN (FORMAT binary)'").succeeded();

      assertThat(count(connection, "(TABLE objs EXCEPT ALL TABLE back)")).isZero();
      assertThat(count(connection, "(TABLE back EXCEPT ALL TABLE objs)")).isZero();
      assertThat(count(connection, "back")).isEqualTo(2000);
      assertThat(digest(stored(4, copy(connection, "back")), 4)).isEqualTo(digest(stored, 4));
    }
  }

  @Test
  void exampleOfTheSpecificationIsRight() throws Exception {
    byte[] first =
        SampleRows.tuple(List.of(bytes("main"), HexFormat.of().parseHex("00ff"), new byte[0]));
    byte[] second = SampleRows.tuple(Arrays.asList(bytes("dev"), null, bytes("x")));
    SampleRows sample =
        new SampleRows(
            3,
            List.of(
                List.of(bytes("main"), HexFormat.of().parseHex("00ff"), new byte[0]),
                Arrays.asList(bytes("dev"), null, bytes("x"))));
    String digest = digest(stored(3, sample.stream()), 3).hex();

    assertThat(Path.of("../docs/format.md"))
        .content()
        .contains(HexFormat.of().formatHex(first))
        .contains(HexFormat.of().formatHex(second))
        .contains(HexFormat.of().formatHex(Digests.sha256().digest(first)))
        .contains(HexFormat.of().formatHex(Digests.sha256().digest(second)))
        .contains(digest);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] copy(Connection connection, String table) throws SQLException, IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    new CopyManager(connection.unwrap(BaseConnection.class))
        .copyOut("COPY " + table + " TO STDOUT (FORMAT binary)", stream);
    return stream.toByteArray();
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static int count(Connection connection, String what) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM " + what + " AS rows")) {
      result.next();
      return result.getInt(1);
    }
  }
}
