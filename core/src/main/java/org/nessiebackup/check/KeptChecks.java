package org.nessiebackup.check;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.Quantity;
import org.nessiebackup.TableSet;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.properties.Dependents;
import org.nessiebackup.swap.KeptCatalog;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.swap.OrphanedSchema;
import org.nessiebackup.swap.SwapPrivileges;

/** What restores have left in the database, and whether our role could do something about it. */
record KeptChecks(Session session, Clock clock, boolean standby) {
  private static final String NAME = "kept-tables";

  /** After that, whoever wanted to take a restore back has done so. */
  private static final Duration LONG = Duration.ofDays(7);

  List<Item> run() {
    List<Item> items = new ArrayList<>();
    KeptCatalog.list(session).forEach(kept -> items.add(item(kept)));
    KeptCatalog.abandonedStaging(session).forEach(left -> items.add(item(left)));
    return items.isEmpty() ? List.of(Item.ok(NAME, "none")) : items;
  }

  private Item item(KeptTables kept) {
    String detail =
        "schema \"%s\" keeps the tables of \"%s\" replaced at %s: %s"
            .formatted(
                kept.schema(),
                kept.catalogSchema(),
                kept.replacedAt().truncatedTo(ChronoUnit.SECONDS),
                Quantity.bytes(kept.bytes()));
    TableSet tables = StoreType.closest(kept.tables());
    Dependents dependents = KeptCatalog.dependents(session, kept, tables);
    if (!dependents.isEmpty()) {
      return Item.warn(
          NAME,
          detail + "; others have built on them: " + dependents.summary(),
          "`undo` brings the tables back under these, `undo --release` drops nothing that they"
              + " need; `undo --release --dry-run` shows how to create them again on the"
              + " current tables.");
    }
    List<String> missing = standby ? List.of() : SwapPrivileges.toUndo(session, kept, tables);
    if (!missing.isEmpty()) {
      return Item.warn(
          NAME,
          detail + "; this role cannot bring them back",
          "Use another role, or as a superuser: " + String.join("; ", missing) + ";");
    }
    if (kept.replacedAt().plus(LONG).isBefore(clock.instant())) {
      return Item.warn(
          NAME,
          detail + ", for more than %d days".formatted(LONG.toDays()),
          "`undo --release --older-than %dd` drops what is that old; `undo` would bring the newest back."
              .formatted(LONG.toDays()));
    }
    return Item.ok(NAME, detail + "; `undo` brings the newest back, `undo --release` drops all");
  }

  private static Item item(OrphanedSchema left) {
    String detail = "schema \"" + left.schema() + "\" was left by a restore that did not end";
    return left.removable()
        ? Item.warn(NAME, detail, "The next restore removes it.")
        : Item.warn(
            NAME,
            detail + " and cannot be removed: " + left.reason(),
            "It takes room only; restores work all the same. Whoever can may drop its tables and"
                + " it.");
  }
}
