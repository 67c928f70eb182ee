package org.nessiebackup.nessie;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;
import org.nessiebackup.TableShape;

/**
 * The version store types of Nessie that keep their data in PostgreSQL tables, by the names that
 * Nessie's own setting {@code nessie.version.store.type} uses. References come first: they are few,
 * and a reader who looks at the beginning sees them.
 */
public enum StoreType {
  /** The current one. */
  JDBC2(KnownTables.REFS2, KnownTables.OBJS2),
  /** Its predecessor, with one column for each attribute of an object. */
  JDBC(KnownTables.REFS, KnownTables.OBJS);

  private final TableSet tables;
  private final List<TableShape> shapes;

  StoreType(TableShape references, TableShape objects) {
    this.tables = new TableSet(name(), List.of(references.name(), objects.name()));
    this.shapes = List.of(references, objects);
  }

  /**
   * What a table looks like that the newest Nessie has made. Tables of an older one may lack
   * columns, which Nessie wants to have once it is newer.
   *
   * @param table a name of {@link #tables}
   */
  public TableShape newest(String table) {
    return shapes.stream().filter(each -> each.name().equals(table)).findFirst().orElseThrow();
  }

  /**
   * Which columns of a row of the references name the row of the objects it points to: the Nessie
   * repository and the id, in the order of the objects' key.
   */
  public List<String> pointerColumns() {
    return List.of("repo", "pointer");
  }

  /**
   * The columns of a row of the references that say what it is: the Nessie repository, the stored
   * name, the head, and whether it is deleted.
   */
  public List<String> referenceColumns() {
    return List.of("repo", "ref_name", "pointer", "deleted");
  }

  /**
   * The columns of the objects: the Nessie repository, the id, the type, the version, the value,
   * and when somebody last pointed to it. For store types that keep an object in one column.
   *
   * @throws BackupException {@link Failure#FORMAT_UNSUPPORTED} for those that do not
   */
  public List<String> objectColumns() {
    return switch (this) {
      case JDBC2 -> List.of("repo", "obj_id", "obj_type", "obj_vers", "obj_value", "obj_ref");
      case JDBC ->
          throw Failure.FORMAT_UNSUPPORTED.exception(
              "the catalog is of type JDBC, of which no single objects are restored",
              "Restore the whole backup, or migrate to JDBC2.");
    };
  }

  /** The table of which every backup stores all rows: references are few, and change. */
  public String references() {
    return tables.tables().getFirst();
  }

  /** The table of which nearly every row is inserted once and never changes. */
  public String objects() {
    return tables.tables().getLast();
  }

  /** The tables. */
  public TableSet tables() {
    return tables;
  }

  /** The table sets of all types, newest first. */
  public static List<TableSet> tableSets() {
    return Arrays.stream(values()).map(StoreType::tables).toList();
  }

  /** The only set that is meant, or those of all types. */
  public static List<TableSet> tableSets(Optional<TableSet> only) {
    return only.map(List::of).orElseGet(StoreType::tableSets);
  }

  /**
   * The set that has most of these tables, or a set of them alone if they are no catalog's: so one
   * that has lost a table, or got a foreign one, is still known.
   */
  public static TableSet closest(List<String> tables) {
    return tableSets().stream()
        .filter(set -> common(set, tables) > 0)
        .max(Comparator.comparingLong(set -> common(set, tables)))
        .orElseGet(() -> new TableSet("other", tables.isEmpty() ? JDBC2.tables.tables() : tables));
  }

  private static long common(TableSet set, List<String> tables) {
    return tables.stream().filter(set.tables()::contains).count();
  }

  /** The type of a name in any case, if there is one. */
  public static Optional<StoreType> of(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(type -> type.name().equals(upper)).findFirst();
  }

  /**
   * Refuses table names that are not those of a store type: what a backup or a dump says must not
   * decide which tables of a database are replaced.
   *
   * @param storeType the type's name
   * @param tables the tables said to be its
   * @throws BackupException {@link Failure#FORMAT_UNSUPPORTED}
   */
  public static TableSet check(String storeType, List<String> tables) {
    return of(storeType)
        .map(StoreType::tables)
        .filter(set -> set.tables().equals(tables))
        .orElseThrow(
            () ->
                Failure.FORMAT_UNSUPPORTED.exception(
                    "the backup holds tables \"%s\", which are not those of a Nessie catalog of type \"%s\""
                        .formatted(String.join("\", \"", tables), storeType),
                    "It may come from a newer nessie-backup, or somebody has changed its"
                        + " manifest."));
  }
}
