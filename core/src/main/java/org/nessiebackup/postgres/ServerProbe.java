package org.nessiebackup.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;
import org.postgresql.util.PSQLException;

/** Queries a server, in a session made for that, what other sessions of ours are doing there. */
final class ServerProbe {
  private static final String STATES =
      """
      SELECT pid, pg_postmaster_start_time()::text AS started, coalesce(state, '') AS state,
        coalesce(wait_event_type, '') AS wait_type, coalesce(wait_event, '') AS wait_event
      FROM pg_stat_activity WHERE pid = ANY (?)
      """;

  private ServerProbe() {}

  /** How the server responded. */
  sealed interface Response {
    /** It says nothing, or cannot be reached. */
    record None() implements Response {}

    /** It lives, and has no session for us just now. */
    record Refused() implements Response {}

    /**
     * It responded.
     *
     * @param byProcess those of ours that it has, by process
     */
    record Sessions(Map<Integer, State> byProcess) implements Response {}
  }

  /**
   * What a session is doing.
   *
   * @param started when its server was started, to be distinguished from another one at the same
   *     address
   * @param state as {@code pg_stat_activity} has it
   * @param waitType the same
   * @param waitEvent the same
   * @param holders who holds the lock that it waits for
   */
  record State(
      String started, String state, String waitType, String waitEvent, List<String> holders) {
    boolean isWaitingForALock() {
      return waitType.equals("Lock");
    }

    boolean isWaitingForAStandby() {
      return waitEvent.equals("SyncRep");
    }

    /**
     * Not if it has responded already, or waits for us: we have heard nothing of that. Who sends
     * changes has nothing to do then (Activity).
     */
    boolean isWorking() {
      return state.equals("active") && !waitType.equals("Client") && !waitType.equals("Activity");
    }
  }

  /** Queries it, and waits for the response no longer than that. */
  static Response at(
      HostSpec host, ConnectionSettings settings, List<Integer> processes, Duration patience) {
    Properties properties = settings.propertiesAt(host, patience);
    try (PgConnection connection =
        (PgConnection) new Driver().connect(ConnectionSettings.BARE_URL, properties)) {
      return new Response.Sessions(states(connection, processes));
    } catch (SQLException e) {
      boolean responded = e instanceof PSQLException known && known.getServerErrorMessage() != null;
      return responded ? new Response.Refused() : new Response.None();
    }
  }

  private static Map<Integer, State> states(PgConnection connection, List<Integer> processes)
      throws SQLException {
    Map<Integer, State> states = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(STATES)) {
      statement.setArray(1, connection.createArrayOf("int4", processes.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          states.put(rows.getInt("pid"), state(rows, List.of()));
        }
      }
    }
    for (Map.Entry<Integer, State> each : states.entrySet()) {
      if (each.getValue().isWaitingForALock()) {
        State seen = each.getValue();
        each.setValue(
            new State(
                seen.started(),
                seen.state(),
                seen.waitType(),
                seen.waitEvent(),
                LockHolders.of(connection, each.getKey())));
      }
    }
    return states;
  }

  private static State state(ResultSet row, List<String> holders) throws SQLException {
    return new State(
        row.getString("started"),
        row.getString("state"),
        row.getString("wait_type"),
        row.getString("wait_event"),
        holders);
  }

  /** The state of a session of ours, unless there is none, or the server is another one. */
  static Optional<State> of(Response.Sessions found, ServerProcess process) {
    return Optional.ofNullable(found.byProcess().get(process.id()))
        .filter(state -> state.started().equals(process.started()));
  }

  /**
   * What serves a session.
   *
   * @param id the process
   * @param started when its server was started
   * @param pooled whether something is between it and us that may give us another one
   * @param host where it was reached
   */
  record ServerProcess(int id, String started, boolean pooled, HostSpec host) {}
}
