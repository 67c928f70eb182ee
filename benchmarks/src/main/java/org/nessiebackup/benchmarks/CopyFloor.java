package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.Sample;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** What no program could undercut: the server's own COPY, without TLS, and nothing else. */
record CopyFloor(Workbench bench) {
  private static final Line OUT =
      new Line("floor: `COPY … TO` nowhere, 1 connection, no process start", Link.PLAIN);
  private static final Line OUT_TWICE = new Line("floor: the same, 2 connections", Link.PLAIN);
  private static final Line IN =
      new Line("floor: `COPY … FROM` binary, unlogged, external, no key, 1 connection", Link.PLAIN);

  private static final List<String> TABLES = List.of("refs2", "objs2");
  private static final int BUFFER = 1 << 16;

  Contender contender() {
    return new Contender(
        List.of(OUT, OUT_TWICE),
        List.of(IN),
        this::prepare,
        (round, results) -> {
          results.add(OUT, out(1));
          results.add(OUT_TWICE, out(2));
        },
        (round, results) -> {
          bench.calm();
          results.add(IN, in());
        });
  }

  /** Lets the server read all, and keeps the rows in files, for {@link #in}. */
  private Optional<String> prepare() throws SQLException, IOException {
    out(1);
    for (String table : TABLES) {
      try (OutputStream file = Files.newOutputStream(file(table))) {
        copyOut("TABLE nessie." + table, file);
      }
    }
    return Optional.empty();
  }

  /** All rows to nowhere, by so many connections. */
  private Sample out(int connections) throws SQLException {
    long pages =
        Long.parseLong(
            bench.query(
                Workbench.DATABASE,
                "SELECT pg_relation_size('nessie.objs2') / current_setting('block_size')::int +"
                    + " 1"));
    List<String> queries = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      queries.add(
          "SELECT * FROM nessie.objs2 WHERE ctid >= '(%d,0)' AND ctid < '(%d,0)'"
              .formatted(pages * i / connections, pages * (i + 1) / connections));
    }
    long begin = System.nanoTime();
    try (ExecutorService executor = Executors.newFixedThreadPool(connections)) {
      List<Future<Long>> copies = new ArrayList<>();
      for (String query : queries) {
        copies.add(executor.submit(() -> copyOut(query, OutputStream.nullOutputStream())));
      }
      copies.add(
          executor.submit(() -> copyOut("TABLE nessie.refs2", OutputStream.nullOutputStream())));
      for (Future<Long> copy : copies) {
        copy.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return Sample.ofTime((System.nanoTime() - begin) / 1e9);
  }

  private long copyOut(String query, OutputStream target) throws SQLException, IOException {
    try (Connection connection = bench.connect(Workbench.DATABASE)) {
      return copies(connection).copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)", target);
    }
  }

  /** All rows into unlogged tables without a key. */
  private Sample in() throws SQLException, IOException {
    bench.execute(
        Workbench.DATABASE,
        "CREATE SCHEMA floor",
        "CREATE UNLOGGED TABLE floor.refs2 (LIKE nessie.refs2)",
        "CREATE UNLOGGED TABLE floor.objs2 (LIKE nessie.objs2)",
        "ALTER TABLE floor.objs2 ALTER COLUMN obj_value SET STORAGE EXTERNAL");
    try {
      long begin = System.nanoTime();
      for (String table : TABLES) {
        try (Connection connection = bench.connect(Workbench.DATABASE);
            InputStream file = Files.newInputStream(file(table))) {
          copies(connection)
              .copyIn("COPY floor.%s FROM STDIN (FORMAT binary)".formatted(table), file, BUFFER);
        }
      }
      return Sample.ofTime((System.nanoTime() - begin) / 1e9);
    } finally {
      bench.execute(Workbench.DATABASE, "DROP TABLE floor.refs2, floor.objs2", "DROP SCHEMA floor");
    }
  }

  private Path file(String table) {
    return bench.folder().resolve(table + ".copy");
  }

  private static CopyManager copies(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }
}
