package org.nessiebackup.check;

import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.TableShape;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.KeyUniqueness;
import org.nessiebackup.tables.ReadObstacle;
import org.nessiebackup.tables.ReadObstacles;
import org.nessiebackup.tables.TableGaps;

/** Whether a backup could read the catalog's tables: the same obstacles that it would refuse. */
final class TableChecks {
  private static final String PRIVILEGES = "backup-privileges";
  private static final String TABLES = "tables";
  private static final String KEYS = "keys";

  /** The items without which nothing can be read as a whole. */
  static final List<String> NEEDED = List.of(PRIVILEGES, TABLES);

  private final Session session;
  private final CatalogLocation catalog;
  private final List<TableShape> newest;

  TableChecks(Session session, CatalogLocation catalog) {
    this.session = session;
    this.catalog = catalog;
    StoreType type = StoreType.of(catalog.tables().label()).orElseThrow();
    this.newest = catalog.tables().tables().stream().map(type::newest).toList();
  }

  List<Item> run() {
    List<ReadObstacle> obstacles = ReadObstacles.of(session, catalog);
    return List.of(
        item(PRIVILEGES, obstacles, "this role may read the catalog"),
        item(TABLES, obstacles, "they hold all rows that are read through their names"),
        columns(),
        keys(obstacles));
  }

  private Item keys(List<ReadObstacle> obstacles) {
    return obstacles.isEmpty()
        ? item(KEYS, KeyUniqueness.of(session, catalog, newest), "each row has a key of its own")
        : Item.warn(
            KEYS, "not looked at, since the tables cannot be read as a whole", "See above.");
  }

  /** A backup needs none of them, but a newer Nessie does. */
  private Item columns() {
    List<TableGaps> gaps = TableGaps.of(session, catalog, newest);
    if (gaps.isEmpty()) {
      return Item.ok("columns", "the tables have all that Nessie's newest ones have");
    }
    return Item.warn(
        "columns",
        gaps.stream()
            .map(gap -> "table \"%s\" lacks %s".formatted(gap.table(), gap.lacking()))
            .collect(Collectors.joining("; ")),
        "They are backed up as they are, but a newer Nessie does not start with them. As their"
            + " owner: "
            + gaps.stream().map(TableGaps::statement).collect(Collectors.joining(" ")));
  }

  /** One item for all that concern it, so that nobody mends one and meets the next. */
  private static Item item(String name, List<ReadObstacle> obstacles, String allIsWell) {
    List<ReadObstacle> here = obstacles.stream().filter(each -> item(each).equals(name)).toList();
    if (here.isEmpty()) {
      return Item.ok(name, allIsWell);
    }
    return Item.fail(
        name,
        String.join("; ", here.stream().map(ReadObstacle::message).toList()),
        String.join(" ", here.stream().map(ReadObstacle::hint).toList()));
  }

  private static String item(ReadObstacle obstacle) {
    return switch (obstacle.kind()) {
      case PRIVILEGE, ROW_SECURITY -> PRIVILEGES;
      case CHILD_TABLES, UNLOGGED -> TABLES;
      case EQUAL_KEYS -> KEYS;
    };
  }
}
