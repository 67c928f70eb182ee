package org.nessiebackup.postgres;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;

/**
 * Finds the schema that holds one of some table sets: the named one; else the first of the search
 * path that has it, which is the one an application with the same settings uses; else the only one
 * of the database.
 */
public final class CatalogFinder {
  private static final String TABLES =
      """
      SELECT n.nspname, c.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname = ANY (?) AND c.relkind = 'r'
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      """;

  private CatalogFinder() {}

  /**
   * Finds the catalog.
   *
   * @param sets the table sets that count as a catalog
   * @param schema the only schema to look into; any if absent
   * @throws BackupException {@link Failure#CATALOG_NOT_FOUND}, or {@link Failure#CATALOG_AMBIGUOUS}
   *     with the candidates
   */
  public static CatalogLocation find(
      Session session, List<TableSet> sets, Optional<String> schema) {
    List<CatalogLocation> all = candidates(session, sets);
    List<CatalogLocation> wanted =
        schema.isPresent()
            ? all.stream().filter(each -> each.schema().equals(schema.get())).toList()
            : nearest(session, all);
    if (wanted.size() > 1) {
      throw ambiguous(wanted);
    }
    return wanted.stream().findFirst().orElseThrow(() -> notFound(session, sets, schema, all));
  }

  /**
   * Finds a catalog that may be damaged: if there is no whole one in the named schema, a part of
   * one is enough. Without a name only whole ones are found, since one table proves little.
   *
   * @throws BackupException as {@link #find}
   */
  public static CatalogLocation findPart(
      Session session, List<TableSet> sets, Optional<String> schema) {
    try {
      return find(session, sets, schema);
    } catch (BackupException e) {
      if (e.failure() != Failure.CATALOG_NOT_FOUND || schema.isEmpty()) {
        throw e;
      }
      List<CatalogLocation> parts = parts(session, sets, schema.get());
      if (parts.size() > 1) {
        throw ambiguous(parts);
      }
      return parts.stream().findFirst().orElseThrow(() -> e);
    }
  }

  private static List<CatalogLocation> parts(Session session, List<TableSet> sets, String schema) {
    if (OwnSchemas.names(session).contains(schema)) {
      return List.of();
    }
    List<String> present =
        tables(session, sets).stream()
            .filter(pair -> pair[0].equals(schema))
            .map(pair -> pair[1])
            .toList();
    return sets.stream()
        .filter(set -> set.tables().stream().anyMatch(present::contains))
        .map(set -> new CatalogLocation(schema, set))
        .toList();
  }

  /** All catalogs of the database, those of the store's own staging and kept schemas left out. */
  static List<CatalogLocation> candidates(Session session, List<TableSet> sets) {
    Set<String> ours = OwnSchemas.names(session);
    Map<String, Set<String>> tablesOf = new TreeMap<>();
    for (String[] pair : tables(session, sets)) {
      if (!ours.contains(pair[0])) {
        tablesOf.computeIfAbsent(pair[0], key -> new TreeSet<>()).add(pair[1]);
      }
    }
    return tablesOf.entrySet().stream()
        .flatMap(
            entry ->
                sets.stream()
                    .filter(set -> entry.getValue().containsAll(set.tables()))
                    .map(set -> new CatalogLocation(entry.getKey(), set)))
        .toList();
  }

  private static List<String[]> tables(Session session, List<TableSet> sets) {
    List<String> names = sets.stream().flatMap(set -> set.tables().stream()).toList();
    return session.query(
        "look for the catalog",
        TABLES,
        row -> new String[] {row.getString(1), row.getString(2)},
        session.textArray(names));
  }

  private static List<CatalogLocation> nearest(Session session, List<CatalogLocation> all) {
    List<String> path =
        session.query(
            "read the search path",
            "SELECT unnest(current_schemas(false))",
            row -> row.getString(1));
    for (String schema : path) {
      List<CatalogLocation> here =
          all.stream().filter(each -> each.schema().equals(schema)).toList();
      if (!here.isEmpty()) {
        return here;
      }
    }
    return all;
  }

  private static BackupException ambiguous(List<CatalogLocation> candidates) {
    return new BackupException(
        Failure.CATALOG_AMBIGUOUS,
        "there are several catalogs: "
            + candidates.stream().map(CatalogLocation::toString).collect(Collectors.joining(", ")),
        "Name one with --schema, or with --store-type where one schema holds both kinds.");
  }

  private static BackupException notFound(
      Session session, List<TableSet> sets, Optional<String> schema, List<CatalogLocation> all) {
    String where =
        session.one("ask for the database", "SELECT current_database()", row -> row.getString(1));
    String wanted =
        sets.stream()
            .map(set -> String.join(" and ", set.tables()) + " (" + set.label() + ")")
            .collect(Collectors.joining(" or "));
    String place = schema.map(name -> "schema \"" + name + "\" of ").orElse("");
    String found =
        tables(session, sets).stream()
            .map(pair -> "\"" + pair[0] + "\".\"" + pair[1] + "\"")
            .sorted()
            .collect(Collectors.joining(", "));
    String hint =
        !all.isEmpty()
            ? "There is one in " + all.getFirst() + "."
            : found.isEmpty()
                ? "Check that this is Nessie's database; Nessie makes its tables at its first start."
                : "Only a part of one is there: " + found + ".";
    return new BackupException(
        Failure.CATALOG_NOT_FOUND,
        "no Nessie catalog in %sdatabase \"%s\": no tables %s".formatted(place, where, wanted),
        hint);
  }
}
