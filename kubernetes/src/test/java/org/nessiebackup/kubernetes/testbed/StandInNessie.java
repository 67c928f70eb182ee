package org.nessiebackup.kubernetes.testbed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stands in for a Nessie server where many are started and stopped: holds a session of the database
 * while it runs, and answers from the catalog what its references are.
 */
public final class StandInNessie implements PodProcess {
  /** Small, so that every answer about a few references comes in pages. */
  private static final int PAGE = 2;

  private static final JsonMapper JSON = new JsonMapper();

  private final String schema;
  private final Connection session;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean ended;

  private StandInNessie(String schema, Connection session) throws IOException {
    this.schema = schema;
    this.session = session;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v2/config", this::config);
    server.createContext("/api/v2/trees", this::trees);
    server.setExecutor(threads);
    server.start();
  }

  /** Opens sessions of the database, as the test likes. */
  @FunctionalInterface
  public interface Sessions {
    /** A new one. */
    Connection open() throws SQLException;
  }

  /** Pods that serve the catalog in a schema. */
  public static Program program(Sessions database, String schema) {
    return pod -> {
      try {
        return new StandInNessie(schema, database.open());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  /**
   * The same, but where the tables are missing they are made with an empty main, as Nessie does.
   */
  public static Program programThatMakesTables(Sessions database, String schema) {
    Program program = program(database, schema);
    return pod -> {
      makeTables(database);
      return program.start(pod);
    };
  }

  /** Shaped as those that were moved aside, which have to fit again. */
  private static void makeTables(Sessions database) {
    try (Connection connection = database.open();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          DO $$ DECLARE kept text; BEGIN
            IF to_regclass('nessie.refs2') IS NULL THEN
              SELECT nspname INTO kept FROM pg_namespace
                WHERE nspname LIKE 'nessie_backup_kept%' ORDER BY nspname DESC LIMIT 1;
              EXECUTE format('CREATE TABLE nessie.refs2 (LIKE %I.refs2 INCLUDING ALL)', kept);
              EXECUTE format('CREATE TABLE nessie.objs2 (LIKE %I.objs2 INCLUDING ALL)', kept);
              EXECUTE format('INSERT INTO nessie.refs2 SELECT * FROM %I.refs2 WHERE repo = $1'
                ' AND ref_name = $2', kept) USING '', 'refs/heads/main';
            END IF;
          END $$
          """);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void config(HttpExchange exchange) throws IOException {
    ObjectNode config = JSON.createObjectNode();
    config.put("defaultBranch", "main").put("maxSupportedApiVersion", 2);
    config.put("specVersion", "2.2.0");
    send(exchange, 200, config);
  }

  private void trees(HttpExchange exchange) throws IOException {
    String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    int from =
        query.startsWith("page-token=")
            ? Integer.parseInt(query.replaceFirst("page-token=", ""))
            : 0;
    try {
      send(exchange, 200, page(from));
    } catch (SQLException e) {
      ObjectNode error = JSON.createObjectNode();
      error.put("status", 500).put("message", String.valueOf(e.getMessage()));
      send(exchange, 500, error);
    }
  }

  private synchronized ObjectNode page(int from) throws SQLException {
    String sql =
        """
        SELECT ref_name, pointer FROM "%s".refs2
        WHERE repo = '' AND NOT deleted AND ref_name LIKE 'refs/%%'
        ORDER BY ref_name OFFSET ? LIMIT ?"""
            .formatted(schema);
    ObjectNode page = JSON.createObjectNode();
    ArrayNode references = page.putArray("references");
    boolean more = false;
    try (PreparedStatement statement = session.prepareStatement(sql)) {
      statement.setInt(1, from);
      statement.setInt(2, PAGE + 1);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          more = references.size() == PAGE;
          if (!more) {
            references.add(reference(row.getString(1), row.getBytes(2)));
          }
        }
      }
    }
    page.put("hasMore", more);
    if (more) {
      page.put("token", String.valueOf(from + PAGE));
    }
    return page;
  }

  private static ObjectNode reference(String name, byte[] pointer) {
    boolean tag = name.startsWith("refs/tags/");
    return JSON.createObjectNode()
        .put("type", tag ? "TAG" : "BRANCH")
        .put("name", name.replaceFirst("^refs/(tags|heads)/", ""))
        .put("hash", HexFormat.of().formatHex(pointer));
  }

  private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public State state() {
    return ended ? State.ENDED : State.READY;
  }

  @Override
  public synchronized void stop() {
    if (ended) {
      return;
    }
    server.stop(0);
    threads.shutdownNow();
    try {
      session.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      ended = true;
    }
  }

  @Override
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public String log() {
    return "stand-in for Nessie on schema " + schema + "\n";
  }
}
