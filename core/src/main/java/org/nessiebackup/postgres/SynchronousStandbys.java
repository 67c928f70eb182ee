package org.nessiebackup.postgres;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a commit would wait, perhaps for ever, for standbys that are not there. */
public final class SynchronousStandbys {
  private static final String QUERY =
      """
      SELECT s.setting AS names, c.reset_val AS mode, count(r.pid) AS connected,
        count(r.sync_state) AS visible,
        count(*) FILTER (WHERE r.sync_state IN ('sync', 'quorum')) AS synchronous
      FROM pg_settings s CROSS JOIN pg_settings c LEFT JOIN pg_stat_replication r ON true
      WHERE s.name = 'synchronous_standby_names' AND c.name = 'synchronous_commit'
        AND NOT pg_is_in_recovery()
      GROUP BY 1, 2
      """;

  private static final String ROLE =
      """
      SELECT s.setting AS names,
        count(*) FILTER (WHERE r.application_name = ? AND c.reset_val NOT IN ('off', 'local')
          AND r.sync_state IN ('sync', 'quorum')) AS ours,
        count(*) FILTER (WHERE r.application_name <> ?
          AND r.sync_state IN ('sync', 'quorum', 'potential')) AS others
      FROM pg_settings s CROSS JOIN pg_settings c LEFT JOIN pg_stat_replication r ON true
      WHERE s.name = 'synchronous_standby_names' AND c.name = 'synchronous_commit'
      GROUP BY 1
      """;

  private static final Pattern NUMBER =
      Pattern.compile("(?i)^\\s*(?:(?:first|any)\\s+)?(\\d+)\\s*\\(");

  private SynchronousStandbys() {}

  /** What is configured and what is there. */
  private record Seen(String names, String mode, int connected, int visible, int synchronous) {
    boolean wanted() {
      return !names.isBlank() && !mode.equals("off") && !mode.equals("local");
    }

    /** Who may not look sees that there are some, and not which. */
    boolean hidden() {
      return connected > visible;
    }

    int number() {
      return needed(names);
    }
  }

  private static int needed(String names) {
    Matcher number = NUMBER.matcher(names);
    return number.find() ? Integer.parseInt(number.group(1)) : 1;
  }

  /**
   * What somebody who is connected as a standby is to a server.
   *
   * @param names {@code synchronous_standby_names}
   * @param waitedFor whether commits wait for him
   * @param needed for how many they wait
   * @param others how many others there are for which they wait, or would
   */
  public record Role(String names, boolean waitedFor, int needed, int others) {}

  /** What the standby of a name is, as far as our role may see it. */
  public static Role role(Session session, String application) {
    return session.one(
        "ask for standbys",
        ROLE,
        row ->
            new Role(
                row.getString("names"),
                row.getInt("ours") > 0,
                needed(row.getString("names")),
                row.getInt("others")),
        application,
        application);
  }

  private static Optional<Seen> look(Session session) {
    return session
        .first(
            "ask for standbys",
            QUERY,
            row ->
                new Seen(
                    row.getString("names"),
                    row.getString("mode"),
                    row.getInt("connected"),
                    row.getInt("visible"),
                    row.getInt("synchronous")))
        .filter(Seen::wanted);
  }

  /** Whether commits wait for standbys at all. */
  public static boolean areWanted(Session session) {
    return look(session).isPresent();
  }

  /** What is missing, as a sentence; absent if nothing is, or it cannot be seen. */
  public static Optional<String> missing(Session session) {
    return look(session)
        .filter(seen -> !seen.hidden() && seen.synchronous() < seen.number())
        .map(
            seen ->
                "commits wait for %d of the standbys in synchronous_standby_names (\"%s\"), and %d are there: whoever commits waits until one comes"
                    .formatted(seen.number(), seen.names(), seen.synchronous()));
  }
}
