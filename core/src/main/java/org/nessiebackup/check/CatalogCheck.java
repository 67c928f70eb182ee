package org.nessiebackup.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.WorkContext;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.vault.Vault;

/**
 * Looks at server, catalog and vault, item by item. A thing that fails does not hide the others.
 */
public final class CatalogCheck {
  private final Supplier<Vault> vault;
  private final Supplier<Database> database;
  private final WorkContext context;
  private Optional<Source.Server> found = Optional.empty();

  /**
   * Touches nothing yet.
   *
   * @param vault opens the vault, or throws why that cannot be done
   * @param database gives the database, or throws why there is none
   */
  public CatalogCheck(Supplier<Vault> vault, Supplier<Database> database, WorkContext context) {
    this.vault = vault;
    this.database = database;
    this.context = context;
  }

  /** Checks. Nothing is thrown but a request to stop. */
  public CheckReport run(CheckOptions options) {
    List<Item> items = new ArrayList<>(server(options));
    items.addAll(vault(options));
    return new CheckReport(items);
  }

  /** Server and catalog only. */
  public List<Item> server(CheckOptions options) {
    context.progress().step("looking at the server", 0);
    try {
      Database server = database.get();
      try (Session session = server.open(context.cancellation())) {
        ServerChecks checks =
            new ServerChecks(
                session, () -> server.open(context.cancellation()), context.clock(), options);
        List<Item> items =
            checks.run(new ConnectionChecks(session, server, context.cancellation()));
        found = checks.found();
        return items;
      }
    } catch (BackupException e) {
      return List.of(Item.failure("connection", e));
    }
  }

  /** The vault, and whether it is that of the catalog, if {@link #server} has found one before. */
  public List<Item> vault(CheckOptions options) {
    context.cancellation().check();
    context.progress().step("looking at the vault", 0);
    try {
      Vault opened = vault.get();
      List<Item> items = new ArrayList<>(new VaultChecks(opened, context.clock(), options).run());
      found.ifPresent(server -> items.add(history(opened, server)));
      return items;
    } catch (BackupException e) {
      return List.of(Item.failure("vault", e));
    }
  }

  private static Item history(Vault vault, Source.Server server) {
    try {
      vault
          .replicas()
          .primacy()
          .check(vault.location(), vault.backups().newest().manifest(), server);
      return Item.ok("history", "the vault's backups are of this catalog, or there are none");
    } catch (BackupException e) {
      return Item.failure("history", e);
    }
  }
}
