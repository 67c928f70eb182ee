package org.nessiebackup.replication;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Labelled;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;
import org.nessiebackup.tables.ReplicaMark;
import org.nessiebackup.tables.SchemaMark;

/**
 * A publication: whose changes, and which, a slot streams. It names tables by object id, so it goes
 * on with a table that is renamed, and does not know one that takes its name.
 *
 * @param name its name
 * @param owner who owns it
 * @param purpose what for we have made it, as its comment says; absent of one that others made
 * @param operations {@code insert}, {@code update}, {@code delete}, {@code truncate}, as far as it
 *     has them
 * @param tables those that it has, however they were named
 */
public record Publication(
    String name,
    String owner,
    Optional<Purpose> purpose,
    Set<String> operations,
    List<Table> tables) {
  private static final Set<String> ALL = Set.of("insert", "update", "delete", "truncate");

  private static final String LOOK =
      """
      SELECT pubowner::regrole::text AS owner, pubinsert, pubupdate, pubdelete, pubtruncate,
        coalesce(obj_description(oid, 'pg_publication'), '') AS comment
      FROM pg_publication WHERE pubname = ?
      """;

  /** Filters are there from version 15 on; older ones have no such members. */
  private static final String TABLES =
      """
      SELECT c.oid, n.nspname, c.relname,
        coalesce(to_jsonb(r) ->> 'prqual', to_jsonb(r) ->> 'prattrs') IS NOT NULL AS filtered
      FROM pg_publication_tables t
        JOIN pg_namespace n ON n.nspname = t.schemaname
        JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.tablename
        JOIN pg_publication p ON p.pubname = t.pubname
        LEFT JOIN pg_publication_rel r ON r.prpubid = p.oid AND r.prrelid = c.oid
      WHERE t.pubname = ? ORDER BY n.nspname, c.relname
      """;

  /** Takes its own copies. */
  public Publication {
    operations = Set.copyOf(operations);
    tables = List.copyOf(tables);
  }

  /** What for we make one. Its comment says so. */
  public enum Purpose implements Labelled {
    /** The journal, which goes on with whatever tables the catalog has. */
    JOURNAL,
    /** A replica, which has the rows of these tables and of no others. */
    REPLICA;

    /** How one of ours is commented on. */
    public String comment() {
      return this == REPLICA ? ReplicaMark.PUBLICATION : SchemaMark.PREFIX + " " + label();
    }

    private static Optional<Purpose> said(String comment) {
      return Stream.of(values()).filter(each -> comment.startsWith(each.comment())).findFirst();
    }
  }

  /**
   * A table that is published.
   *
   * @param oid its object id
   * @param name how it is called now
   * @param filtered whether some of its rows or columns are left out
   */
  public record Table(long oid, QualifiedName name, boolean filtered) {}

  /** Looks one up; absent if there is none of that name in this database. */
  public static Optional<Publication> look(Session session, String name) {
    String what = "look for publication \"" + name + "\"";
    return session
        .first(
            what,
            LOOK,
            row ->
                new Publication(
                    name,
                    row.getString("owner"),
                    Purpose.said(row.getString("comment")),
                    operations(row),
                    List.of()),
            name)
        .map(found -> found.with(session.query(what, TABLES, Publication::table, name)));
  }

  private Publication with(List<Table> published) {
    return new Publication(name, owner, purpose, operations, published);
  }

  /** Whether we have made it for that. */
  public boolean isFor(Purpose wanted) {
    return purpose.filter(wanted::equals).isPresent();
  }

  /** Whether we have made it. */
  public boolean ours() {
    return purpose.isPresent();
  }

  private static Set<String> operations(ResultSet row) throws SQLException {
    List<String> operations = new ArrayList<>();
    for (String operation : ALL) {
      if (row.getBoolean("pub" + operation)) {
        operations.add(operation);
      }
    }
    return Set.copyOf(operations);
  }

  private static Table table(ResultSet row) throws SQLException {
    return new Table(
        row.getLong("oid"),
        new QualifiedName(row.getString("nspname"), row.getString("relname")),
        row.getBoolean("filtered"));
  }

  /**
   * Makes one of ours for all changes of some tables and no others, in a transaction of its own.
   *
   * @param purpose what for
   * @throws BackupException {@link Failure#PERMISSION} unless the role owns the tables and may
   *     create in the database; {@link Failure#DATABASE} if there is one of that name
   */
  public static void create(
      Session session, Purpose purpose, String name, List<QualifiedName> tables) {
    String what = "create publication \"" + name + "\"";
    session.execute("begin a transaction", "BEGIN");
    try {
      session.execute(what, statement(name, tables));
      session.execute(
          what, "COMMENT ON PUBLICATION " + Sql.name(name) + " IS " + Sql.text(purpose.comment()));
      session.execute(what, "COMMIT");
    } catch (RuntimeException e) {
      session.rollBackAfter(e);
      throw e;
    }
  }

  /** What makes it, for who may; it is ours only with a comment of ours. */
  public static String statement(String name, List<QualifiedName> tables) {
    return tables.stream()
        .map(table -> "ONLY " + Sql.name(table))
        .collect(
            Collectors.joining(
                ", ",
                "CREATE PUBLICATION " + Sql.name(name) + " FOR TABLE ",
                " WITH (publish = 'insert, update, delete, truncate')"));
  }

  /**
   * Removes one of ours. Whoever still streams it fails at its next change.
   *
   * @return whether there was one
   * @throws BackupException {@link Failure#TARGET_GUARDED} if somebody else has made it
   */
  public static boolean drop(Session session, String name) {
    Optional<Publication> found = look(session, name);
    found
        .filter(publication -> !publication.ours())
        .ifPresent(
            publication -> {
              throw Failure.TARGET_GUARDED.exception(
                  "publication \"%s\" of role %s was not made by us, and is left alone"
                      .formatted(name, publication.owner()),
                  "If nobody needs it: DROP PUBLICATION " + Sql.name(name) + ";");
            });
    if (found.isPresent()) {
      session.execute(
          "drop publication \"" + name + "\"", "DROP PUBLICATION IF EXISTS " + Sql.name(name));
    }
    return found.isPresent();
  }

  /**
   * What keeps it from showing all changes of some tables and no others, as a sentence about it;
   * absent if nothing does.
   *
   * @param oids the tables' object ids
   */
  public Optional<String> defect(List<Long> oids) {
    List<String> lacking =
        ALL.stream().filter(each -> !operations.contains(each)).sorted().toList();
    if (!lacking.isEmpty()) {
      return Optional.of("does not publish " + String.join(", ", lacking));
    }
    Optional<Table> filtered = tables.stream().filter(Table::filtered).findFirst();
    if (filtered.isPresent()) {
      return Optional.of("leaves rows or columns of table \"%s\" out".formatted(name(filtered)));
    }
    Optional<Table> foreign =
        tables.stream().filter(each -> !oids.contains(each.oid())).findFirst();
    if (foreign.isPresent()) {
      return Optional.of("has table \"%s\", which is none of them".formatted(name(foreign)));
    }
    Set<Long> published = tables.stream().map(Table::oid).collect(Collectors.toSet());
    return published.containsAll(oids)
        ? Optional.empty()
        : Optional.of("has not all of the tables; they may have been exchanged since it was made");
  }

  private static QualifiedName name(Optional<Table> table) {
    return table.orElseThrow().name();
  }
}
