package org.nessiebackup.comparison;

import java.util.List;
import org.nessiebackup.Labelled;

/**
 * What a comparison of a table has come to.
 *
 * @param name the table's name
 * @param rows how many rows the primary has that nobody has touched in between
 * @param digest their digest on the primary, 64 hexadecimal digits
 * @param touched how many keys were touched in between, each of which was compared by itself
 * @param differences the rows that are not the same, of many the first
 * @param more whether there are others
 */
public record TableDifferences(
    String name,
    long rows,
    String digest,
    int touched,
    List<Difference> differences,
    boolean more) {
  /** Takes its own copy of the list. */
  public TableDifferences {
    differences = List.copyOf(differences);
  }

  /** What is the matter with a row. */
  public enum Kind implements Labelled {
    /** The replica does not have it. */
    MISSING,
    /** The primary does not have it. */
    EXTRA,
    /** Both have it, with other values. */
    CHANGED,
    /** It was changed meanwhile, and the replica has none of the states that it had. */
    NEVER_SO
  }

  /**
   * A row that is not the same.
   *
   * @param kind how
   * @param key the columns of its key, for people
   * @param columns which other columns have other values, of one that was changed
   */
  public record Difference(Kind kind, String key, List<String> columns) {
    /** Takes its own copy of the list. */
    public Difference {
      columns = List.copyOf(columns);
    }
  }
}
