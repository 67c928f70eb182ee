package org.nessiebackup.tables;

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
import org.nessiebackup.postgres.Session;

/**
 * Finds the schema that holds one of some table sets: the named one; else the first of the search
 * path that has it, which is the one an application with the same settings uses; else the only one
 * of the database.
 */
public final class CatalogFinder {
  private static final String TABLES =
      """
      SELECT n.nspname, c.relname, c.relkind::text
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname = ANY (?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      ORDER BY n.nspname, c.relname
      """;

  private CatalogFinder() {}

  /**
   * Finds the catalog.
   *
   * @param sets the table sets that count as a catalog
   * @param schema the only schema to look into; any if absent
   * @throws BackupException {@link Failure#CATALOG_NOT_FOUND}; {@link Failure#CATALOG_AMBIGUOUS}
   *     with the candidates, or if a name of the search path leads elsewhere; {@link
   *     Failure#CATALOG_UNSUITABLE} if what is there under these names are no ordinary tables
   */
  public static CatalogLocation find(
      Session session, List<TableSet> sets, Optional<String> schema) {
    List<Relation> relations = relations(session, sets);
    List<CatalogLocation> all = complete(relations, sets);
    List<String> path = searchPath(session);
    List<CatalogLocation> wanted =
        schema.map(name -> in(name, all)).orElseGet(() -> nearest(path, all));
    if (wanted.size() > 1) {
      throw ambiguous(wanted);
    }
    CatalogLocation found =
        wanted.stream().findFirst().orElseThrow(() -> notFound(session, sets, schema, relations));
    if (schema.isEmpty()) {
      refuseHidden(found, path, relations);
    }
    return found;
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
    List<String> present =
        relations(session, sets).stream()
            .filter(each -> each.isTable() && each.schema().equals(schema))
            .map(Relation::name)
            .toList();
    return sets.stream()
        .filter(set -> set.tables().stream().anyMatch(present::contains))
        .map(set -> new CatalogLocation(schema, set))
        .toList();
  }

  /** All catalogs whose tables are there. */
  private static List<CatalogLocation> complete(List<Relation> relations, List<TableSet> sets) {
    Map<String, Set<String>> tablesOf = new TreeMap<>();
    relations.stream()
        .filter(Relation::isTable)
        .forEach(
            each ->
                tablesOf.computeIfAbsent(each.schema(), key -> new TreeSet<>()).add(each.name()));
    return tablesOf.entrySet().stream()
        .flatMap(
            entry ->
                sets.stream()
                    .filter(set -> entry.getValue().containsAll(set.tables()))
                    .map(set -> new CatalogLocation(entry.getKey(), set)))
        .toList();
  }

  /** What has one of the names, without what is in our own staging and kept schemas. */
  private static List<Relation> relations(Session session, List<TableSet> sets) {
    List<String> names = sets.stream().flatMap(set -> set.tables().stream()).toList();
    Set<String> ours =
        SchemaMark.list(session).stream().map(SchemaMark::schema).collect(Collectors.toSet());
    return session
        .query(
            "look for the catalog",
            TABLES,
            row ->
                new Relation(
                    row.getString(1),
                    row.getString(2),
                    Relation.Kind.of(row.getString(3)).orElseThrow()),
            names)
        .stream()
        .filter(each -> !ours.contains(each.schema()))
        .toList();
  }

  private static List<String> searchPath(Session session) {
    return session.texts("read the search path", "SELECT unnest(current_schemas(false))");
  }

  private static List<CatalogLocation> nearest(List<String> path, List<CatalogLocation> all) {
    return path.stream()
        .map(schema -> in(schema, all))
        .filter(here -> !here.isEmpty())
        .findFirst()
        .orElse(all);
  }

  private static List<CatalogLocation> in(String schema, List<CatalogLocation> all) {
    return all.stream().filter(each -> each.schema().equals(schema)).toList();
  }

  /** An application with the same search path would read something else under one of the names. */
  private static void refuseHidden(
      CatalogLocation found, List<String> path, List<Relation> relations) {
    int at = path.indexOf(found.schema());
    List<String> earlier = at < 0 ? List.of() : path.subList(0, at);
    Optional<Relation> hiding =
        relations.stream()
            .filter(each -> earlier.contains(each.schema()))
            .filter(each -> found.names().contains(each.name()))
            .findFirst();
    if (hiding.isPresent()) {
      throw Failure.CATALOG_AMBIGUOUS.exception(
          "%s hides the table of that name of the catalog in %s, since its schema comes first in the search path"
              .formatted(hiding.get(), found),
          "An application with this search path reads the other one. Correct the search_path of"
              + " the role or the database, or name the schema that Nessie uses with --schema.");
    }
  }

  private static BackupException ambiguous(List<CatalogLocation> candidates) {
    return Failure.CATALOG_AMBIGUOUS.exception(
        "there are several catalogs: "
            + candidates.stream().map(CatalogLocation::toString).collect(Collectors.joining(", ")),
        "Name one with --schema, or with --store-type where one schema holds both kinds.");
  }

  private static BackupException notFound(
      Session session, List<TableSet> sets, Optional<String> schema, List<Relation> relations) {
    List<Relation> here =
        relations.stream().filter(each -> schema.map(each.schema()::equals).orElse(true)).toList();
    return unsuitable(here, sets).orElseGet(() -> missing(session, sets, schema, relations));
  }

  /** All names of a catalog are there, but not all of them are tables. */
  private static Optional<BackupException> unsuitable(List<Relation> here, List<TableSet> sets) {
    for (TableSet set : sets) {
      Map<String, List<Relation>> bySchema =
          here.stream()
              .filter(each -> set.tables().contains(each.name()))
              .collect(Collectors.groupingBy(Relation::schema, TreeMap::new, Collectors.toList()));
      for (List<Relation> catalog : bySchema.values()) {
        List<Relation> odd = catalog.stream().filter(each -> !each.isTable()).toList();
        if (catalog.size() == set.tables().size() && !odd.isEmpty()) {
          return Optional.of(
              Failure.CATALOG_UNSUITABLE.exception(
                  "the catalog in %s is there, but %s, of which no rows are backed up"
                      .formatted(
                          new CatalogLocation(odd.getFirst().schema(), set),
                          odd.stream()
                              .map(Relation::described)
                              .collect(Collectors.joining(" and "))),
                  odd.getFirst().remedy()));
        }
      }
    }
    return Optional.empty();
  }

  private static BackupException missing(
      Session session, List<TableSet> sets, Optional<String> schema, List<Relation> relations) {
    String where =
        session.one("ask for the database", "SELECT current_database()", row -> row.getString(1));
    String wanted = TableSet.anyOf(sets);
    String place = schema.map(name -> "schema \"" + name + "\" of ").orElse("");
    List<CatalogLocation> elsewhere = complete(relations, sets);
    String found =
        relations.stream()
            .map(each -> each.isTable() ? each.toString() : each.described())
            .collect(Collectors.joining(", "));
    String hint =
        !elsewhere.isEmpty()
            ? "There is one in " + elsewhere.getFirst() + "."
            : found.isEmpty()
                ? "Check that this is Nessie's database; Nessie makes its tables at its first"
                    + " start."
                : "Only a part of one is there: " + found + ".";
    return Failure.CATALOG_NOT_FOUND.exception(
        "no Nessie catalog in %sdatabase \"%s\": no tables %s".formatted(place, where, wanted),
        hint);
  }
}
