package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;

/** A catalog on a real server, and a vault with keys in a folder beside. */
final class EncryptedCatalog {
  private static int databases;

  private final PostgresServer server;
  private final Path folder;
  private final String database;
  private final Map<String, String> environment = new HashMap<>();

  EncryptedCatalog(PostgresServer server, Path folder) throws SQLException {
    this.server = server;
    this.folder = folder;
    this.database = "keys_" + ++databases;
    server.createDatabase(database);
    try (Connection connection = server.connect(database)) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    }
    environment.put("NESSIE_BACKUP_VAULT", vault().toString());
    environment.put("XDG_CONFIG_HOME", folder.resolve("configuration").toString());
    environment.put("NESSIE_BACKUP_JDBC_URL", server.jdbcUrl(database));
    environment.put("NESSIE_BACKUP_USER", server.user());
  }

  /** Where the vault is. */
  Path vault() {
    return folder.resolve("vault");
  }

  /** What the commands see of the environment; may be changed. */
  Map<String, String> environment() {
    return environment;
  }

  /** From now on nobody can reach the server, and whoever tries fails otherwise than by a key. */
  void cutOff() {
    environment.put("NESSIE_BACKUP_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/nothing");
  }

  ProgramRun run(String... arguments) {
    return ProgramRun.of(environment, arguments);
  }

  /** A command that has to succeed. */
  ProgramRun done(String... arguments) {
    ProgramRun run = run(arguments);
    assertThat(run.status()).as(run.out() + run.err()).isZero();
    return run;
  }

  /** Backs up and answers the id. */
  String backup() {
    return done("backup", "--json").summary().path("backup_id").asString();
  }

  /** Another one, which does not need those before it. */
  String fullBackup() {
    return done("backup", "--type", "full", "--json").summary().path("backup_id").asString();
  }

  /** The only file of a kind among those that init has written. */
  Path key(String beginning) {
    try (Stream<Path> files = Files.list(folder.resolve("configuration/nessie-backup"))) {
      List<Path> found =
          files.filter(file -> file.getFileName().toString().startsWith(beginning)).toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files of the vault, by their names in it. */
  List<String> names() {
    try (Stream<Path> files = Files.walk(vault())) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> vault().relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One column of a query. */
  List<byte[]> query(String sql) throws SQLException {
    List<byte[]> values = new ArrayList<>();
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        values.add(result.getBytes(1));
      }
    }
    return values;
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The server's own hash over all rows. */
  String fingerprint() throws SQLException {
    return new String(
        query(
                """
                SELECT md5(coalesce(string_agg(hash, '' ORDER BY hash), '')) FROM (
                  SELECT md5(r::text) AS hash FROM nessie.refs2 r
                  UNION ALL SELECT md5(o::text) FROM nessie.objs2 o) AS rows
                """)
            .getFirst(),
        StandardCharsets.US_ASCII);
  }
}
