package org.nessiebackup.replication;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.Lsn;
import org.nessiebackup.postgres.Session;

/** How far a subscription has come, by what its own server remembers. */
public final class AppliedPosition {
  private static final String MAY_ASK =
      """
      SELECT has_table_privilege('pg_replication_origin_status', 'SELECT')
        AND has_function_privilege('pg_show_replication_origin_status()', 'EXECUTE')
      """;

  private static final String POSITION =
      "SELECT remote_lsn::text FROM pg_replication_origin_status WHERE external_id = ?";

  private AppliedPosition() {}

  /** Whether the role may ask, which takes the function behind the view as well. */
  static boolean mayAsk(Session session) {
    return session.one("ask what may be known of subscriptions", MAY_ASK, row -> row.getBoolean(1));
  }

  /**
   * The position in the other server's log of the last commit that was applied; absent if none was
   * since the server was started, or the role may not ask.
   */
  public static Optional<Lsn> of(Session session, Subscription subscription) {
    String what = "ask how far subscription \"" + subscription.name() + "\" is";
    List<String> found =
        mayAsk(session) ? session.texts(what, POSITION, "pg_" + subscription.oid()) : List.of();
    return found.stream().findFirst().flatMap(Lsn::parse).filter(each -> !each.equals(Lsn.ZERO));
  }
}
