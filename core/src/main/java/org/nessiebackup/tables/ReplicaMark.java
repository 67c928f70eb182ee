package org.nessiebackup.tables;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Labelled;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * What a catalog says of itself where there is another one that follows it, or that it follows: at
 * the end of the comment on its schema, whatever else stands there. So the server knows it also
 * where nobody has the vault.
 *
 * @param role what it is
 * @param epoch how often the catalog has moved to another server, from 1 on; it belongs to the one
 *     with the greatest
 * @param replica the name of the replica that it is, or that has taken its place
 * @param system names the cluster of the other one
 * @param at when it was written, by the clock of who wrote it
 */
public record ReplicaMark(Role role, long epoch, String replica, String system, Instant at) {
  /**
   * The comment on a publication by which a replica follows, which shows its tables and no others.
   */
  public static final String PUBLICATION = SchemaMark.PREFIX + " replica";

  private static final Pattern FORM =
      Pattern.compile("\\s*\\[nessie-backup ((?:[a-z]+=[A-Za-z0-9:.-]+ ?)+)\\]\\s*$");

  private static final String COMMENT =
      "SELECT obj_description(to_regnamespace(quote_ident(?)), 'pg_namespace')";

  /** What a catalog is to another one. */
  public enum Role implements Labelled {
    /** It follows, and nobody else may write to it. */
    REPLICA,
    /** It was promoted, and has the catalog. */
    PRIMARY,
    /** Another one was promoted in its place. */
    SUPERSEDED
  }

  /** What a catalog says; absent if it says nothing. */
  public static Optional<ReplicaMark> of(Session session, String schema) {
    return comment(session, schema).flatMap(ReplicaMark::parse);
  }

  private static Optional<String> comment(Session session, String schema) {
    return session
        .query(
            "read the comment on schema \"" + schema + "\"",
            COMMENT,
            row -> Optional.ofNullable(row.getString(1)),
            schema)
        .stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  static Optional<ReplicaMark> parse(String comment) {
    Matcher form = FORM.matcher(comment);
    if (!form.find()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (String pair : form.group(1).trim().split(" ", -1)) {
      int equals = pair.indexOf('=');
      values.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    try {
      return Optional.of(
          new ReplicaMark(
              Role.valueOf(values.getOrDefault("role", "").toUpperCase(Locale.ROOT)),
              Long.parseLong(values.getOrDefault("epoch", "")),
              values.getOrDefault("replica", ""),
              values.getOrDefault("system", ""),
              Instant.parse(values.getOrDefault("at", ""))));
    } catch (IllegalArgumentException | DateTimeException edited) {
      return Optional.empty();
    }
  }

  /**
   * Writes it, in the place of a former one.
   *
   * @throws BackupException {@link Failure#PERMISSION} unless the role owns the schema
   */
  public void put(Session session, String schema) {
    write(session, schema, own(comment(session, schema)) + text());
  }

  /** Takes what a catalog says of it away; whatever else stands in the comment stays. */
  public static void remove(Session session, String schema) {
    write(session, schema, own(comment(session, schema)));
  }

  /** What others have written. */
  private static String own(Optional<String> comment) {
    return comment.map(text -> FORM.matcher(text).replaceFirst("")).orElse("");
  }

  private static void write(Session session, String schema, String comment) {
    session.execute(
        "comment on schema \"" + schema + "\"",
        "COMMENT ON SCHEMA %s IS %s"
            .formatted(Sql.name(schema), comment.isEmpty() ? "NULL" : Sql.text(comment.strip())));
  }

  private String text() {
    return " [nessie-backup role=%s epoch=%d replica=%s system=%s at=%s]"
        .formatted(role.label(), epoch, replica, system, at);
  }

  /**
   * Refuses a catalog in whose place another one was promoted.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED}
   */
  public static void refuseSuperseded(Session session, CatalogLocation catalog) {
    of(session, catalog.schema())
        .filter(mark -> mark.role() == Role.SUPERSEDED)
        .ifPresent(
            mark -> {
              throw Failure.TARGET_GUARDED.exception(
                  "%s has the catalog no longer: replica \"%s\" in cluster %s was promoted at %s, in epoch %d"
                      .formatted(catalog, mark.replica(), mark.system(), mark.at(), mark.epoch()),
                  "Stop the Nessie that writes here. `replica reverse` shows what this one alone"
                      + " has, and makes it a replica of the other.");
            });
  }
}
