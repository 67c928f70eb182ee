package org.nessiebackup.tables;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * Schemas that we have made, for staging or for keeping replaced tables. They are known by their
 * comment, never by their name alone, so that nobody's own schema is ever taken for one of ours.
 */
public final class OwnSchemas {
  /** How every comment of ours begins, on schemas and on tables. */
  public static final String MARK = "nessie-backup:";

  private static final String QUERY =
      """
      SELECT n.nspname, obj_description(n.oid, 'pg_namespace') AS comment
      FROM pg_namespace n
      WHERE starts_with(obj_description(n.oid, 'pg_namespace'), ?)
      ORDER BY n.nspname
      """;

  private static final String SHARED =
      """
      SELECT DISTINCT format('REVOKE ALL ON SCHEMA %I FROM %s', n.nspname,
        CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END)
      FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) AS a
      WHERE n.nspname = ? AND a.grantee <> n.nspowner
      """;

  private OwnSchemas() {}

  /** What a schema of ours is for. */
  public enum Purpose {
    /** Something is being loaded, or was when its restore was killed. */
    STAGING,
    /** All is loaded and compared, and only to be swapped in. */
    STAGED,
    /** Keeps replaced tables. */
    KEPT
  }

  /**
   * A schema of ours, and what its comment says.
   *
   * @param name its name
   * @param purpose what it is for
   * @param catalogSchema the schema of the catalog it belongs to
   * @param at when it was made, by the clock of whoever made it
   * @param details what else there is to say
   */
  public record OwnSchema(
      String name, Purpose purpose, String catalogSchema, Instant at, Map<Detail, String> details) {
    /** Takes its own copy of the details. */
    public OwnSchema {
      details = Map.copyOf(details);
    }

    public Optional<String> detail(Detail detail) {
      return Optional.ofNullable(details.get(detail));
    }

    /** The tables that we have put there; absent in the comments of older versions. */
    public Optional<List<String>> tables() {
      return detail(Detail.TABLES).map(names -> List.of(names.split(",")));
    }

    private String comment() {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("purpose", purpose.name());
      values.put("catalog", catalogSchema);
      values.put("at", at.toString());
      new TreeMap<>(details).forEach((detail, value) -> values.put(detail.key, value));
      return MARK
          + values.entrySet().stream()
              .map(
                  e ->
                      " "
                          + e.getKey()
                          + "="
                          + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
              .collect(Collectors.joining());
    }
  }

  /** What a comment may say besides what every comment says. */
  public enum Detail {
    /** The backup that is loaded or has replaced the tables. */
    BACKUP("backup"),
    /** The restore that loads, has replaced the tables or was undone. */
    RESTORE("restore"),
    /** Why tables are kept. */
    CAUSE("cause"),
    /** The label of the table set. */
    LABEL("label"),
    /** The names of the tables that are ours in it, in their order. */
    TABLES("tables"),
    /** Rows that were loaded. */
    ROWS("rows"),
    /** Their size. */
    BYTES("bytes"),
    /** How long loading took. */
    LOADING("loading"),
    /** How long comparing took. */
    CHECKING("checking"),
    /** What becomes, or became, of views that read the tables which make room. */
    VIEWS("views"),
    /** Which tables were loaded. */
    LOADED("loaded"),
    /** Which tables were there to be replaced. */
    REPLACES("replaces");

    private final String key;

    Detail(String key) {
      this.key = key;
    }
  }

  public static List<OwnSchema> list(Session session) {
    return session
        .query(
            "look for staging and kept tables",
            QUERY,
            row -> parse(row.getString("nspname"), row.getString("comment")),
            MARK)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  public static List<OwnSchema> list(Session session, String catalogSchema) {
    return list(session).stream().filter(own -> own.catalogSchema().equals(catalogSchema)).toList();
  }

  public static Optional<OwnSchema> find(Session session, String name) {
    return list(session).stream().filter(own -> own.name().equals(name)).findFirst();
  }

  public static Set<String> names(Session session) {
    return list(session).stream().map(OwnSchema::name).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Makes one that belongs to a role, and that nobody else may use: default privileges are made for
   * other schemas than ours.
   */
  public static void create(Session session, OwnSchema own, String owner) {
    String what = "create schema \"" + own.name() + "\"";
    session.execute(
        what, "CREATE SCHEMA %s AUTHORIZATION %s".formatted(Sql.name(own.name()), Sql.name(owner)));
    session
        .query("look at its privileges", SHARED, row -> row.getString(1), own.name())
        .forEach(revoke -> session.execute(what, revoke));
    comment(session, own);
  }

  public static void comment(Session session, OwnSchema own) {
    session.execute(
        "comment on schema \"" + own.name() + "\"",
        "COMMENT ON SCHEMA " + Sql.name(own.name()) + " IS " + Sql.text(own.comment()));
  }

  /** A comment that somebody has edited is no longer ours, and its schema is left alone. */
  private static Optional<OwnSchema> parse(String schema, String comment) {
    Map<String, String> values = new LinkedHashMap<>();
    try {
      for (String pair : comment.substring(MARK.length()).trim().split(" ", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          values.put(
              pair.substring(0, equals),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
      }
      return Optional.of(
          new OwnSchema(
              schema,
              Purpose.valueOf(values.getOrDefault("purpose", "")),
              values.getOrDefault("catalog", ""),
              Instant.parse(values.getOrDefault("at", "")),
              details(values)));
    } catch (IllegalArgumentException | java.time.DateTimeException edited) {
      return Optional.empty();
    }
  }

  private static Map<Detail, String> details(Map<String, String> values) {
    Map<Detail, String> details = new TreeMap<>();
    for (Detail detail : Detail.values()) {
      String value = values.get(detail.key);
      if (value != null) {
        details.put(detail, value);
      }
    }
    return details;
  }
}
