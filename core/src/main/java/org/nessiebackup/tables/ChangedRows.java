package org.nessiebackup.tables;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.ByteSink;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * The rows of a table that are new or changed since an earlier snapshot, found without reading the
 * others' values.
 *
 * <p>A row whose xmin is before the earlier snapshot's horizon was committed before that snapshot
 * and has not changed since, as a change would have given it another xmin. All others count as
 * changed, also some that the earlier snapshot saw already. The comparison is {@code age()}: how
 * far back from the server's next number, on the circle of 2^32. Every row that is seen and not
 * older than the horizon lies between the two, because the server asks for its next number after
 * the snapshot was taken. Frozen rows keep the xmin they had, so that of a very old one may lie
 * anywhere: ahead, where no other can be, or by chance between the two, and then it is taken for
 * changed.
 */
public final class ChangedRows {
  private ChangedRows() {}

  /**
   * How many rows there are.
   *
   * @param all in the whole table
   * @param changed since each of the horizons asked for, in that order
   */
  public record Counts(long all, List<Long> changed) {
    /** Takes its own copy of the list. */
    public Counts {
      changed = List.copyOf(changed);
    }

    /** Those of one of the horizons. */
    public Counts since(int horizon) {
      return new Counts(all, List.of(changed.get(horizon)));
    }
  }

  /** Counts rows, in one pass. */
  public static Counts count(
      Session session, String schema, TableShape shape, List<Long> horizons) {
    String filters =
        horizons.stream()
            .map(horizon -> ", count(*) FILTER (WHERE " + condition(horizon) + ")")
            .collect(Collectors.joining());
    return session.one(
        "count the changes of table \"" + shape.name() + "\"",
        "SELECT count(*)%s FROM ONLY %s".formatted(filters, Sql.name(schema, shape.name())),
        row -> {
          List<Long> changed = new ArrayList<>();
          for (int i = 0; i < horizons.size(); i++) {
            changed.add(row.getLong(i + 2));
          }
          return new Counts(row.getLong(1), changed);
        });
  }

  /**
   * Reads what is new or changed, as COPY binary in physical order.
   *
   * @throws IOException only what the target throws
   */
  public static void read(
      Session session, String schema, TableShape shape, long horizon, ByteSink target)
      throws IOException {
    TableReader.rows(session, schema, shape, condition(horizon), target);
  }

  /**
   * Reads the keys of all rows, as COPY binary: the columns that lead and are the key.
   *
   * @throws IOException only what the target throws
   */
  public static void readKeys(Session session, String schema, TableShape shape, ByteSink target)
      throws IOException {
    TableReader.copy(
        session,
        "read the keys of table \"" + shape.name() + "\"",
        "SELECT %s FROM ONLY %s"
            .formatted(
                Sql.names(shape.columnNames().subList(0, shape.leadingKey())),
                Sql.name(schema, shape.name())),
        target);
  }

  static String condition(long horizon) {
    return since("'" + onCircle(horizon) + "'");
  }

  /** The same of a horizon that is a parameter. */
  static String since(String horizon) {
    return "age(xmin) BETWEEN 0 AND age(%s::xid)".formatted(horizon);
  }

  /** A horizon of 64 bits becomes a place on the circle of 32. */
  static long onCircle(long horizon) {
    return horizon & 0xFFFFFFFFL;
  }
}
