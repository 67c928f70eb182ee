package org.nessiebackup.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;
import org.nessiebackup.nessie.StoreType;

/**
 * The tables of a dump that may be a Nessie catalog, and the choice of the one that is imported.
 *
 * <p>A dump is read once, so the choice is made at the first rows: pg_dump describes all tables
 * before it writes rows of any. If another catalog turns up later, the import ends there.
 */
final class DumpCatalog {
  /** More than any dump has; what is behind it is not needed for any decision. */
  private static final int MOST_TABLES = 10_000;

  private static final int MOST_NAMED = 20;

  /**
   * A catalog in the dump.
   *
   * @param database the database it is in
   * @param schema the schema it is in
   * @param tables its tables
   */
  record Candidate(String database, String schema, TableSet tables) {
    List<DumpTable.Key> keys() {
      return tables.tables().stream()
          .map(name -> new DumpTable.Key(database, schema, name))
          .toList();
    }

    @Override
    public String toString() {
      return (database.isEmpty() ? "" : "database \"" + database + "\", ")
          + "schema \"%s\" (%s)".formatted(schema, tables.label());
    }
  }

  private final List<TableSet> sets;
  private final ImportOptions options;
  private final Set<String> names;
  private final Map<DumpTable.Key, DumpTable> tables = new LinkedHashMap<>();
  private final Set<String> others = new LinkedHashSet<>();
  private Candidate chosen;

  /**
   * Knows no table yet.
   *
   * @param options which database, schema and tables are looked at, if not all
   */
  DumpCatalog(ImportOptions options) {
    this.options = options;
    this.sets = StoreType.tableSets(options.tables());
    this.names = sets.stream().flatMap(set -> set.tables().stream()).collect(Collectors.toSet());
  }

  /** Names of tables that could belong to a catalog. */
  Set<String> names() {
    return names;
  }

  /** Whether a table could belong to the catalog that is looked for. */
  boolean concerns(DumpTable.Key key) {
    return names.contains(key.name())
        && options.database().map(key.database()::equals).orElse(true)
        && options.schema().map(key.schema()::equals).orElse(true);
  }

  /** Whether any table of a schema that was described could belong to the catalog. */
  boolean concernsSchema(String database, String schema) {
    return tables.keySet().stream()
        .anyMatch(key -> key.database().equals(database) && key.schema().equals(schema));
  }

  /** Remembers a table, or something that is none, that is no part of a catalog. */
  void addOther(String words) {
    if (others.size() < MOST_TABLES) {
      others.add(words);
    }
  }

  /** Remembers a table; false if there is one of that name. */
  boolean add(DumpTable table) {
    if (tables.size() == MOST_TABLES) {
      throw ambiguous(candidates());
    }
    boolean isNew = tables.putIfAbsent(table.key(), table) == null;
    if (chosen != null) {
      checkUnique();
    }
    return isNew;
  }

  Optional<DumpTable> find(DumpTable.Key key) {
    return Optional.ofNullable(tables.get(key));
  }

  /** Whether rows of this table are imported; decides for a catalog if none was chosen yet. */
  boolean isChosen(DumpTable table) {
    if (chosen == null) {
      chosen = checkUnique().orElseGet(() -> incomplete(table.key()));
    }
    return chosen.keys().contains(table.key());
  }

  /**
   * The catalog, at the end of the dump.
   *
   * @throws BackupException {@link Failure#CATALOG_NOT_FOUND} or {@link Failure#CATALOG_AMBIGUOUS}
   */
  Candidate result() {
    Optional<Candidate> complete = checkUnique();
    if (complete.isEmpty() || (chosen != null && !chosen.equals(complete.get()))) {
      throw notFound();
    }
    return complete.get();
  }

  List<DumpTable> tablesOf(Candidate candidate) {
    return candidate.keys().stream().map(tables::get).toList();
  }

  /** Tables of the dump that are not imported, in its order. */
  List<String> skipped(Candidate candidate) {
    Set<DumpTable.Key> skipped = new LinkedHashSet<>(tables.keySet());
    candidate.keys().forEach(skipped::remove);
    return Stream.concat(others.stream(), skipped.stream().map(DumpTable.Key::toString)).toList();
  }

  private Optional<Candidate> checkUnique() {
    List<Candidate> complete = candidates();
    if (complete.size() > 1) {
      throw ambiguous(complete);
    }
    return complete.stream().findFirst();
  }

  private List<Candidate> candidates() {
    Set<Candidate> all = new LinkedHashSet<>();
    for (DumpTable.Key key : tables.keySet()) {
      for (TableSet set : sets) {
        Candidate candidate = new Candidate(key.database(), key.schema(), set);
        if (concerns(key) && tables.keySet().containsAll(candidate.keys())) {
          all.add(candidate);
        }
      }
    }
    return List.copyOf(all);
  }

  /** Two dumps of a table each, one behind the other: the rest of the catalog is still to come. */
  private Candidate incomplete(DumpTable.Key key) {
    TableSet set =
        sets.stream().filter(each -> each.tables().contains(key.name())).findFirst().orElseThrow();
    return new Candidate(key.database(), key.schema(), set);
  }

  private static BackupException ambiguous(List<Candidate> candidates) {
    return Failure.CATALOG_AMBIGUOUS.exception(
        "the dump holds several catalogs: "
            + candidates.stream()
                .limit(MOST_NAMED)
                .map(Candidate::toString)
                .collect(Collectors.joining(", ")),
        "Say which one is meant: " + String.join("; ", choices(candidates)) + ".");
  }

  /** The options by which the catalogs differ, each with the values that there are. */
  private static List<String> choices(List<Candidate> candidates) {
    List<String> choices = new ArrayList<>();
    choice("--database", candidates, Candidate::database).ifPresent(choices::add);
    choice("--schema", candidates, Candidate::schema).ifPresent(choices::add);
    choice("--store-type", candidates, each -> each.tables().label()).ifPresent(choices::add);
    return choices;
  }

  private static Optional<String> choice(
      String option, List<Candidate> candidates, Function<Candidate, String> value) {
    List<String> values = candidates.stream().map(value).distinct().limit(MOST_NAMED).toList();
    return values.size() < 2
        ? Optional.empty()
        : Optional.of(
            values.stream()
                .filter(each -> !each.isEmpty())
                .map(each -> option + " " + quoted(each))
                .collect(Collectors.joining(" or ")));
  }

  private static String quoted(String value) {
    return value.matches("[A-Za-z0-9_.-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
  }

  private BackupException notFound() {
    String place =
        options.database().map(database -> " in database \"" + database + "\"").orElse("")
            + options.schema().map(schema -> " in schema \"" + schema + "\"").orElse("");
    List<String> found = new ArrayList<>();
    tables.keySet().forEach(key -> found.add(key.withDatabase()));
    found.addAll(others);
    String hint =
        found.isEmpty()
            ? "It creates no table at all; make it with plain `pg_dump -n SCHEMA`."
            : "It has the tables "
                + found.stream().limit(20).collect(Collectors.joining(", "))
                + (found.size() > 20 ? " and others." : ".");
    return Failure.CATALOG_NOT_FOUND.exception(
        "the dump \"%s\" has no Nessie catalog%s: it does not create tables %s"
            .formatted(options.file(), place, TableSet.anyOf(sets)),
        hint);
  }
}
