package org.nessiebackup.tables;

import java.util.Optional;
import org.nessiebackup.postgres.Session;

/** Who holds back, anywhere on the server, what a snapshot takes for certain. */
public final class OldTransactions {
  private static final String OLDEST =
      """
      SELECT text FROM (
          SELECT format('prepared transaction "%s" of role "%s" in database "%s", since %s UTC', gid,
              owner, database, date_trunc('second', prepared) AT TIME ZONE 'UTC') AS text,
            age(transaction) AS age
          FROM pg_prepared_xacts
        UNION ALL
          SELECT format('server process %s, role "%s", "%s", in database "%s", transaction since %s UTC',
              pid, usename, application_name, datname,
              date_trunc('second', xact_start) AT TIME ZONE 'UTC'), age(backend_xid)
          FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()) AS open
      WHERE age > age(?::xid) ORDER BY age DESC LIMIT 1
      """;

  private OldTransactions() {}

  /**
   * The oldest that is open and was begun before a transaction.
   *
   * @return absent if there is none, or we may not see it
   */
  public static Optional<String> before(Session session, long transaction) {
    return session.first(
        "look for old transactions",
        OLDEST,
        row -> row.getString(1),
        String.valueOf(ChangedRows.onCircle(transaction)));
  }
}
