package org.nessiebackup.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.postgres.Sql;
import org.nessiebackup.segment.KeyHash;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.tip.TipEncoder;
import org.nessiebackup.vault.tip.TipWriter;
import org.postgresql.PGConnection;

/**
 * Makes tips of a catalog in schema {@code nessie} as they are documented, by plain SQL: all
 * references, and every row of objects that is new or changed since the backup or the tip before,
 * so some are there twice. For servers that are a few transactions old.
 */
public final class TipsBySql {
  private final TestDatabase database;
  private final Manifest base;
  private final TipWriter writer;
  private long horizon;

  /** The next tips of a backup. */
  public TipsBySql(TestDatabase database, Vault vault, BackupId base) {
    this.database = database;
    this.base = vault.backups().manifest(base);
    this.writer = vault.tips().writer(vault.tips().epoch(vault.backups().identified(base)), "test");
    this.horizon = xmin(this.base.server().map(Source.Server::snapshot).orElseThrow());
  }

  private static long xmin(String snapshot) {
    return Long.parseLong(snapshot.substring(0, snapshot.indexOf(':')));
  }

  /** What is there now. */
  public Tip next() {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      return next(connection);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Tip next(Connection connection) throws SQLException, IOException {
    String where = " WHERE xmin::text::bigint >= " + horizon;
    try (Statement statement = connection.createStatement();
        TipEncoder references = writer.references(columns("refs2").size());
        TipEncoder objects = writer.objects(columns("objs2").size())) {
      Tip.Moment moment;
      try (ResultSet now =
          statement.executeQuery("SELECT clock_timestamp(), pg_current_snapshot()::text")) {
        now.next();
        moment = new Tip.Moment(now.getTimestamp(1).toInstant(), now.getString(2));
      }
      List<KeyHash> keys = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery("SELECT repo, obj_id FROM nessie.objs2" + where)) {
        while (rows.next()) {
          keys.add(
              KeyHash.of(rows.getString(1).getBytes(StandardCharsets.UTF_8), rows.getBytes(2)));
        }
      }
      copy(connection, "refs2", "", references);
      copy(connection, "objs2", where, objects);
      horizon = xmin(moment.snapshot());
      return writer.publish(
          moment,
          Optional.of(references),
          keys.isEmpty() ? Optional.empty() : Optional.of(new TipWriter.NewObjects(objects, keys)));
    }
  }

  private List<String> columns(String table) {
    return base.table(table).orElseThrow().shape().columnNames();
  }

  private void copy(Connection connection, String table, String where, TipEncoder rows)
      throws SQLException, IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    String columns = columns(table).stream().map(Sql::name).collect(Collectors.joining(", "));
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyOut(
            "COPY (SELECT %s FROM nessie.%s%s) TO STDOUT (FORMAT binary)"
                .formatted(columns, table, where),
            stream);
    rows.accept(stream.toByteArray(), 0, stream.size());
  }
}
