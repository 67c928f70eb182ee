package org.nessiebackup.tables;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * What a schema of ours says of itself in its comment. Such schemas are known by it, never by their
 * name alone, so that nobody's own schema is ever taken for one of ours; and any later process, of
 * this version or another one, knows from it what a killed one has left.
 *
 * @param schema the schema's name
 * @param purpose what it is for
 * @param catalogSchema the schema of the catalog it belongs to
 * @param at when it was made, by the clock of whoever made it
 * @param details what else there is to say
 */
public record SchemaMark(
    String schema, Purpose purpose, String catalogSchema, Instant at, Map<Detail, String> details) {
  /** How every comment of ours begins, on schemas and on tables. */
  public static final String PREFIX = "nessie-backup:";

  private static final String QUERY =
      """
      SELECT n.nspname, obj_description(n.oid, 'pg_namespace') AS comment
      FROM pg_namespace n
      WHERE starts_with(obj_description(n.oid, 'pg_namespace'), ?)
      ORDER BY n.nspname
      """;

  /** Takes its own copy of the details. */
  public SchemaMark {
    details = Map.copyOf(details);
  }

  /** One that says no more than every mark does. */
  public SchemaMark(String schema, Purpose purpose, String catalogSchema, Instant at) {
    this(schema, purpose, catalogSchema, at, Map.of());
  }

  /** What a schema of ours is for. */
  public enum Purpose {
    /** Something is being loaded, or was when its restore was killed. */
    STAGING,
    /** All is loaded and compared, and only to be swapped in. */
    STAGED,
    /** Keeps replaced tables. */
    KEPT
  }

  /** What a mark may say besides what every mark says. Names are part of the text. */
  public enum Detail {
    /** The backup, or the tip, that is loaded or has replaced the tables. */
    BACKUP,
    /** The moment whose state that holds. */
    STATE,
    /** The restore that loads, has replaced the tables or was undone. */
    RESTORE,
    /** Why tables are kept. */
    CAUSE,
    /** The label of the table set. */
    LABEL,
    /** The names of the tables that are ours in it, in their order. */
    TABLES,
    /** Rows that were loaded. */
    ROWS,
    /** Their size. */
    BYTES,
    /** How long loading took. */
    LOADING,
    /** How long comparing took. */
    CHECKING,
    /** What becomes, or became, of views that read the tables which make room. */
    VIEWS,
    /** Which tables were loaded. */
    LOADED,
    /** Which tables were there to be replaced. */
    REPLACES;

    private final String key = name().toLowerCase(Locale.ROOT);
  }

  /** The same with one more detail. */
  public SchemaMark with(Detail detail, Object value) {
    Map<Detail, String> more = new HashMap<>(details);
    more.put(detail, value.toString());
    return new SchemaMark(schema, purpose, catalogSchema, at, more);
  }

  /** The same with what another one says of something, if it does. */
  public SchemaMark copying(SchemaMark other, Detail... copied) {
    SchemaMark mark = this;
    for (Detail detail : copied) {
      String value = other.details.get(detail);
      mark = value == null ? mark : mark.with(detail, value);
    }
    return mark;
  }

  /** The same with the tables that we have put there. */
  public SchemaMark withTables(List<String> names) {
    return with(Detail.TABLES, String.join(",", names));
  }

  /** A detail; absent if it is not said. */
  public Optional<String> detail(Detail detail) {
    return Optional.ofNullable(details.get(detail));
  }

  /** The tables that we have put there; absent in the comments of older versions. */
  public Optional<List<String>> tables() {
    return detail(Detail.TABLES).map(names -> List.of(names.split(",")));
  }

  /** Whether it keeps replaced tables; else it was made by a restore that has not ended. */
  public boolean isKept() {
    return purpose == Purpose.KEPT;
  }

  /** All of the database. */
  public static List<SchemaMark> list(Session session) {
    return session
        .query(
            "look for staging and kept tables",
            QUERY,
            row -> parse(row.getString("nspname"), row.getString("comment")),
            PREFIX)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** Those of one catalog. */
  public static List<SchemaMark> list(Session session, String catalogSchema) {
    return list(session).stream()
        .filter(mark -> mark.catalogSchema().equals(catalogSchema))
        .toList();
  }

  /** Puts it on its schema. */
  public void put(Session session) {
    session.execute(
        "comment on schema \"" + schema + "\"",
        "COMMENT ON SCHEMA " + Sql.name(schema) + " IS " + Sql.text(text()));
  }

  /** The comment on the first table of a catalog that was restored where no tables were. */
  public static String restoredBy(String restore) {
    return PREFIX + " restored by " + restore;
  }

  /** The comment of the schema. */
  String text() {
    StringBuilder text = new StringBuilder(PREFIX);
    append(text, "purpose", purpose.name());
    append(text, "catalog", catalogSchema);
    append(text, "at", at.toString());
    new TreeMap<>(details).forEach((detail, value) -> append(text, detail.key, value));
    return text.toString();
  }

  private static void append(StringBuilder text, String key, String value) {
    text.append(' ').append(key).append('=');
    text.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  /** A comment that somebody has edited is no longer ours, and its schema is left alone. */
  static Optional<SchemaMark> parse(String schema, String comment) {
    Map<String, String> values = new HashMap<>();
    try {
      for (String pair : comment.substring(PREFIX.length()).trim().split(" ", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          values.put(
              pair.substring(0, equals),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
      }
      Map<Detail, String> details = new HashMap<>();
      for (Detail detail : Detail.values()) {
        Optional.ofNullable(values.get(detail.key)).ifPresent(value -> details.put(detail, value));
      }
      return Optional.of(
          new SchemaMark(
              schema,
              Purpose.valueOf(values.getOrDefault("purpose", "")),
              values.getOrDefault("catalog", ""),
              Instant.parse(values.getOrDefault("at", "")),
              details));
    } catch (IllegalArgumentException | DateTimeException edited) {
      return Optional.empty();
    }
  }
}
