package org.nessiebackup.swap;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.Digests;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.properties.TableProperties;
import org.nessiebackup.properties.TableSettings;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TableInspector;

/**
 * The tables of a catalog that make room, and what those that take their place have to take over
 * from them.
 */
record ReplacedTables(Session session, List<Pair> pairs) {
  /** A table that makes room, and the shape of the one that takes its place. */
  private record Pair(TableDescription replaced, TableShape shape, TableSettings settings) {
    String name() {
      return shape.name();
    }

    /** Size and owner are not in it: they change nothing of what was loaded. */
    Stream<String> lines() {
      return Stream.concat(
          Stream.of(
              name() + " " + replaced.oid(),
              replaced.shape().toString(),
              settings.keyName().toString()),
          settings.changes().stream());
    }
  }

  /**
   * Reads what they are and how they are set.
   *
   * @param shapes what takes their place; a table that is not there replaces nothing
   */
  static ReplacedTables of(Session session, CatalogLocation catalog, List<TableShape> shapes) {
    return new ReplacedTables(
        session,
        shapes.stream()
            .flatMap(
                shape ->
                    TableInspector.inspect(session, catalog.schema(), shape.name())
                        .map(
                            table ->
                                new Pair(table, shape, TableSettings.of(session, table, shape)))
                        .stream())
            .toList());
  }

  /** The settings of the table of that name. */
  Optional<TableSettings> settings(String table) {
    return pairs.stream().filter(pair -> pair.name().equals(table)).findFirst().map(Pair::settings);
  }

  /** Other tables, other columns or other settings have another digest. */
  String digest() {
    return Digests.hex(pairs.stream().flatMap(Pair::lines).collect(Collectors.joining("\n")));
  }

  /** What the tables have at this moment that is given in the swap. */
  List<TableProperties> properties(String staging) {
    return pairs.stream()
        .map(pair -> TableProperties.of(session, pair.replaced(), pair.shape(), staging))
        .toList();
  }
}
