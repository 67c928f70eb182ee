package org.nessiebackup.tables;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * Adds rows to a table that somebody else reads and writes at the same time. Rows that are there
 * stay as they are, and no lock is taken that others wait for.
 *
 * @param catalog where the table is
 * @param table its name
 * @param columns which of its columns means what
 * @param stamped whether it has the column for the stamp
 */
public record KeyedInsertion(
    CatalogLocation catalog, String table, Columns columns, boolean stamped) {
  private static final int IDS_AT_ONCE = 1_000;

  /**
   * Which column means what.
   *
   * @param space an id is unique in its space only; together they are the key
   * @param id the id, as bytes
   * @param type a text
   * @param version a text, or NULL
   * @param value bytes
   * @param stamp when the row was last needed, in microseconds since 1970; older tables lack it
   */
  public record Columns(
      String space, String id, String type, String version, String value, String stamp) {
    /** From the six names, in that order. */
    public static Columns of(List<String> names) {
      return new Columns(
          names.get(0), names.get(1), names.get(2), names.get(3), names.get(4), names.get(5));
    }

    private List<String> names(boolean stamped) {
      List<String> names = new ArrayList<>(List.of(space, id, type, version, value));
      if (stamped) {
        names.add(stamp);
      }
      return names;
    }
  }

  /**
   * A row to add.
   *
   * @param id the id
   * @param type its type
   * @param version its version, where it has one
   * @param value the value
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  public record Row(byte[] id, String type, Optional<String> version, byte[] value) {}

  /**
   * Looks at the table.
   *
   * @throws BackupException {@link Failure#CATALOG_NOT_FOUND} if it is not there, {@link
   *     Failure#SERVER_UNSUPPORTED} if it has columns of which nobody knows what to write into them
   */
  public static KeyedInsertion into(
      Session session, CatalogLocation catalog, String table, Columns columns) {
    List<String> found = TableInspector.shape(session, catalog, table).columnNames();
    boolean stamped = found.contains(columns.stamp());
    Set<String> expected = Set.copyOf(columns.names(stamped));
    if (!Set.copyOf(found).equals(expected)) {
      throw Failure.SERVER_UNSUPPORTED.exception(
          "table \"%s\".\"%s\" has the columns %s, and not those that are known"
              .formatted(catalog.schema(), table, String.join(", ", found)),
          "It may come from a newer Nessie. A restore of the whole backup keeps all columns.");
    }
    return new KeyedInsertion(catalog, table, columns, stamped);
  }

  /** Those of some ids that are there. */
  public Set<ByteBuffer> present(Session session, String space, Collection<byte[]> ids) {
    List<byte[]> all = List.copyOf(ids);
    Set<ByteBuffer> present = new HashSet<>();
    for (int from = 0; from < all.size(); from += IDS_AT_ONCE) {
      String some =
          all.subList(from, Math.min(all.size(), from + IDS_AT_ONCE)).stream()
              .map(id -> "\"\\\\x" + HexFormat.of().formatHex(id) + '"')
              .collect(Collectors.joining(",", "{", "}"));
      present.addAll(
          session.query(
              "look for rows of table \"" + table + "\"",
              "SELECT %s FROM ONLY %s WHERE %s = ? AND %s = ANY (?::bytea[])"
                  .formatted(
                      Sql.name(columns.id()),
                      Sql.name(catalog.schema(), table),
                      Sql.name(columns.space()),
                      Sql.name(columns.id())),
              row -> ByteBuffer.wrap(row.getBytes(1)),
              space,
              some));
    }
    return present;
  }

  /**
   * Adds rows, all of them in one transaction.
   *
   * @param stamp goes into the column for it, if the table has that
   * @return how many were not there
   */
  public int insert(Session session, String space, List<Row> rows, long stamp) {
    List<Object[]> parameters = rows.stream().map(row -> parameters(space, row, stamp)).toList();
    String names = Sql.names(columns.names(stamped));
    String marks = stamped ? "?, ?, ?, ?, ?, ?" : "?, ?, ?, ?, ?";
    String sql =
        "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT DO NOTHING"
            .formatted(Sql.name(catalog.schema(), table), names, marks);
    session.execute("begin a transaction", "BEGIN");
    int added = session.batch("add rows to table \"" + table + "\"", sql, parameters);
    session.execute("commit the added rows", "COMMIT");
    return added;
  }

  private Object[] parameters(String space, Row row, long stamp) {
    List<Object> values = new ArrayList<>();
    values.add(space);
    values.add(row.id());
    values.add(row.type());
    values.add(row.version().orElse(null));
    values.add(row.value());
    if (stamped) {
      values.add(stamp);
    }
    return values.toArray();
  }
}
