package org.nessiebackup.postgres;

import java.time.Instant;
import org.nessiebackup.Lsn;

/**
 * A moment of a server that is no standby: whatever was confirmed to have been committed before it
 * has its commit before the position.
 *
 * @param at the server's clock
 * @param position where its write-ahead log ended right after that
 */
public record ServerMoment(Instant at, Lsn position) {
  /** The server evaluates the columns from left to right. */
  private static final String NOW = "SELECT clock_timestamp(), pg_current_wal_insert_lsn()::text";

  /** Asks the server. */
  public static ServerMoment of(Session session) {
    return session.one(
        "ask for the position in the log",
        NOW,
        row ->
            new ServerMoment(
                row.getTimestamp(1).toInstant(), Lsn.parse(row.getString(2)).orElseThrow()));
  }
}
