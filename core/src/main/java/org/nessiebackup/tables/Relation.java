package org.nessiebackup.tables;

import java.util.Arrays;
import java.util.Optional;
import org.nessiebackup.postgres.Sql;

/**
 * Something that a SELECT can read under the name of one of a catalog's tables.
 *
 * @param schema its schema
 * @param name its name
 * @param kind what it is
 */
public record Relation(String schema, String name, Kind kind) {
  /** What may have a name, with what to do where a table is wanted. */
  public enum Kind {
    /** A table with rows of its own. */
    TABLE("r", "a table", ""),
    /** Its rows are in other tables. */
    PARTITIONED(
        "p",
        "a partitioned table",
        "Make it an ordinary table again, while Nessie is stopped, as its owner: BEGIN; CREATE"
            + " TABLE %1$s.%3$s (LIKE %1$s.%2$s INCLUDING ALL); INSERT INTO %1$s.%3$s SELECT * FROM"
            + " %1$s.%2$s; ALTER TABLE %1$s.%2$s RENAME TO %4$s; ALTER TABLE %1$s.%3$s RENAME TO"
            + " %2$s; COMMIT;"),
    /** Its rows are those of a query. */
    VIEW("v", "a view", "Name the schema of the tables that it reads, with --schema."),
    /** Its rows are those of a query at another moment. */
    MATERIALIZED_VIEW(
        "m",
        "a materialized view",
        "Name the schema of the tables that it was made from, with --schema."),
    /** Its rows are elsewhere. */
    FOREIGN("f", "a foreign table", "Name the server where the rows are, and back up there.");

    private final String code;
    private final String words;
    private final String remedy;

    Kind(String code, String words, String remedy) {
      this.code = code;
      this.words = words;
      this.remedy = remedy;
    }

    public static Optional<Kind> of(String code) {
      return Arrays.stream(values()).filter(kind -> kind.code.equals(code)).findFirst();
    }
  }

  boolean isTable() {
    return kind == Kind.TABLE;
  }

  /** What to do where a table is wanted instead. */
  String remedy() {
    return kind.remedy.formatted(
        Sql.name(schema), Sql.name(name), Sql.name(name + "_whole"), Sql.name(name + "_parts"));
  }

  /** With its kind, for messages. */
  public String described() {
    return this + " is " + kind.words;
  }

  @Override
  public String toString() {
    return "\"" + schema + "\".\"" + name + "\"";
  }
}
