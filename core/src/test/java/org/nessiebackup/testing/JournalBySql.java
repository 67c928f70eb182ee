package org.nessiebackup.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Lsn;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.pgoutput.Field;
import org.nessiebackup.pgoutput.Message;
import org.nessiebackup.pgoutput.MessageReader;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.journal.ChangeRow;
import org.nessiebackup.vault.journal.JournalEpochDraft;
import org.nessiebackup.vault.journal.JournalWriter;

/**
 * Makes the journal of a catalog in schema {@code nessie} as it is documented, by plain SQL: the
 * server is asked for what its slot has decoded, and each answer becomes a file.
 */
public final class JournalBySql implements AutoCloseable {
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private final TestDatabase database;
  private final Vault vault;
  private final String slot;
  private JournalWriter writer;
  private long references;

  /**
   * Begins an epoch.
   *
   * @param described a backup that says what the tables look like
   */
  public JournalBySql(TestDatabase database, Vault vault, Manifest described) {
    this.database = database;
    this.vault = vault;
    this.slot = "slot_of_" + database.name();
    database.execute("CREATE PUBLICATION journal FOR TABLE nessie.refs2, nessie.objs2");
    Lsn start = createSlot();
    this.writer = begin(described, start, Optional.empty());
  }

  private Lsn createSlot() {
    return lsn(
        database
            .query(
                "SELECT lsn FROM pg_create_logical_replication_slot('%s', 'pgoutput')"
                    .formatted(slot))
            .getFirst());
  }

  private JournalWriter begin(
      Manifest described, Lsn start, Optional<JournalEpoch.Before> follows) {
    Source.Server server = described.server().orElseThrow();
    references = oid(described, "refs2");
    return vault
        .journal()
        .begin(
            new JournalEpochDraft(
                now(),
                new CatalogPlace(
                    server.systemIdentifier().orElseThrow(),
                    server.timeline().orElseThrow(),
                    server.database(),
                    server.databaseOid(),
                    server.serverVersion(),
                    server.schema(),
                    server.storeType()),
                slot,
                start,
                follows,
                new JournalEpoch.Table(references, shape(described, "refs2")),
                new JournalEpoch.Table(oid(described, "objs2"), shape(described, "objs2"))),
            "test");
  }

  private static long oid(Manifest described, String table) {
    return described.table(table).flatMap(TableEntry::identity).orElseThrow().oid();
  }

  private static TableShape shape(Manifest described, String table) {
    return described.table(table).orElseThrow().shape();
  }

  private static Lsn lsn(String text) {
    return Lsn.parse(text).orElseThrow();
  }

  private Instant now() {
    return Instant.parse(
        database
            .query(
                "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC',"
                    + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
            .getFirst());
  }

  /** Ends the epoch, and begins one that follows without a gap. */
  public void continueInAnotherEpoch(Manifest described) {
    next(Optional.of(new JournalFile.End(JournalFile.End.CONTINUED, "long enough")));
    writer = begin(described, writer.reached().to(), Optional.of(writer.asBefore()));
  }

  /** Ends the epoch, lets something happen that nobody learns of, and begins another. */
  public void gap(Manifest described, Runnable unseen) {
    next(Optional.of(new JournalFile.End("slot-lost", "the slot is gone")));
    database.execute("SELECT pg_drop_replication_slot('%s')".formatted(slot));
    unseen.run();
    writer = begin(described, createSlot(), Optional.empty());
  }

  /** Lets something happen of which the next file says nothing, as no writer should. */
  public void forget(Runnable unseen) {
    unseen.run();
    database.query(
        "SELECT data FROM pg_logical_slot_get_binary_changes('%s', NULL, NULL, 'proto_version', '1', 'publication_names', 'journal')"
            .formatted(slot));
  }

  /** Ends the journal. */
  public JournalFile stop() {
    return next(Optional.of(new JournalFile.End(JournalFile.End.STOPPED, "nobody wants it")));
  }

  /** Publishes what was committed since the last file, or that nothing was. */
  public JournalFile next() {
    return next(Optional.empty());
  }

  private JournalFile next(Optional<JournalFile.End> end) {
    Instant reachedAt = now();
    Taken taken = new Taken(writer, references);
    String changes =
        """
        SELECT data FROM pg_logical_slot_get_binary_changes('%s', NULL, NULL,
          'proto_version', '1', 'publication_names', 'journal', 'binary', 'true',
          'messages', 'true')
        """
            .formatted(slot);
    Lsn to = lsn(database.query("SELECT pg_current_wal_insert_lsn()").getFirst());
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(changes)) {
      while (rows.next()) {
        taken.take(MessageReader.read(ByteBuffer.wrap(rows.getBytes(1))));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    database.query("SELECT 1");
    return writer.publish(
        taken.end.filter(last -> last.compareTo(to) > 0).orElse(to),
        reachedAt,
        new JournalWriter.Named(taken.transactions, taken.marks),
        end);
  }

  /** Makes changes of messages. */
  private static final class Taken {
    private final JournalWriter writer;
    private final long references;
    private final List<JournalFile.Transaction> transactions = new ArrayList<>();
    private final List<JournalFile.Mark> marks = new ArrayList<>();
    private Optional<Lsn> end = Optional.empty();
    private Message.Begin begin;
    private long seq;

    Taken(JournalWriter writer, long references) {
      this.writer = writer;
      this.references = references;
    }

    void take(Message message) {
      switch (message) {
        case Message.Begin begun -> {
          begin = begun;
          seq = 0;
        }
        case Message.Commit commit -> {
          transactions.add(
              new JournalFile.Transaction(
                  commit.commitLsn(), commit.committedAt(), begin.xid(), seq));
          end = Optional.of(commit.endLsn());
        }
        case Message.Insert insert -> add(ChangeRow.Operation.INSERTED, insert.oid(), insert.row());
        case Message.Update update -> {
          if (update.old().isPresent()) {
            add(ChangeRow.Operation.DELETED, update.oid(), update.old().get().fields());
            add(ChangeRow.Operation.INSERTED, update.oid(), update.row());
          } else {
            add(ChangeRow.Operation.UPDATED, update.oid(), update.row());
          }
        }
        case Message.Delete delete ->
            add(ChangeRow.Operation.DELETED, delete.oid(), delete.old().fields());
        case Message.Truncate truncate ->
            truncate.oids().forEach(oid -> add(ChangeRow.Operation.TRUNCATED, oid, List.of()));
        case Message.LogicalMessage said ->
            marks.add(
                new JournalFile.Mark(
                    StandardCharsets.UTF_8.decode(said.content()).toString(), begin.commitLsn()));
        case Message.Relation relation -> {}
        case Message.Type type -> {}
        case Message.Origin origin -> {}
      }
    }

    private void add(ChangeRow.Operation operation, long oid, List<Field> row) {
      long unchanged = 0;
      List<byte[]> values = new ArrayList<>();
      for (int column = 0; column < row.size(); column++) {
        switch (row.get(column)) {
          case Field.Binary binary -> values.add(binary.bytes());
          case Field.Null none -> values.add(null);
          case Field.Unchanged same -> {
            values.add(null);
            unchanged |= 1L << column;
          }
          case Field.Text text -> throw new AssertionError("no text was asked for");
        }
      }
      writer
          .changes()
          .add(
              new ChangeRow(
                  new ChangeRow.Transaction(
                      begin.commitLsn(),
                      Duration.between(EPOCH, begin.committedAt()).toNanos() / 1000,
                      begin.xid()),
                  ++seq,
                  operation,
                  oid == references ? ChangeRow.Table.REFERENCES : ChangeRow.Table.OBJECTS,
                  unchanged,
                  values));
    }
  }

  @Override
  public void close() {
    writer.close();
    database.execute(
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '%s'"
            .formatted(slot));
  }
}
