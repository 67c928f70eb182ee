package org.nessiebackup.restore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.CatalogFinder;
import org.nessiebackup.postgres.CatalogLocation;
import org.nessiebackup.postgres.OtherTables;
import org.nessiebackup.postgres.RestoreSchemas;
import org.nessiebackup.postgres.RestoreTarget;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.TableDescription;
import org.nessiebackup.postgres.TableExtras;
import org.nessiebackup.vault.BackupChain;

/** Works out what a restore has to do. */
final class Planning {
  private final Session session;
  private final BackupChain chain;
  private final Manifest manifest;
  private final RestoreOptions options;
  private final BackupId restore;

  Planning(Session session, BackupChain chain, RestoreOptions options, Instant now) {
    this.session = session;
    this.chain = chain;
    this.manifest = chain.newest();
    this.options = options;
    this.restore = BackupId.create(now);
  }

  RestorePlan plan() {
    TableSet tables =
        StoreType.check(
            manifest.source().storeType(),
            manifest.tables().stream().map(TableEntry::name).toList());
    CatalogLocation catalog = new CatalogLocation(targetSchema(tables), tables);
    RestoreTarget target = RestoreTarget.inspect(session, catalog);
    String staging = RestoreSchemas.staging(restore);
    return new RestorePlan(
        chain,
        target.server().database(),
        catalog,
        !target.schemaExists(),
        target.tables().stream()
            .map(table -> new RestorePlan.ReplacedTable(table.name(), table.bytes()))
            .toList(),
        staging,
        RestoreSchemas.kept(restore),
        options.jobs(),
        target.server().lz4() ? "lz4" : "the server's default",
        options.allowConnected(),
        warnings(target, staging),
        options.allowConnected() ? List.of() : target.connected());
  }

  private String targetSchema(TableSet tables) {
    if (options.targetSchema().isPresent()) {
      return options.targetSchema().get();
    }
    try {
      return CatalogFinder.find(session, List.of(tables), Optional.empty()).schema();
    } catch (BackupException e) {
      if (e.failure() != Failure.CATALOG_NOT_FOUND) {
        throw e;
      }
      return manifest.source().schema();
    }
  }

  private List<String> warnings(RestoreTarget target, String staging) {
    List<String> warnings = new ArrayList<>();
    for (TableDescription replaced : target.tables()) {
      manifest.tables().stream()
          .map(TableEntry::shape)
          .filter(shape -> shape.name().equals(replaced.name()))
          .map(shape -> TableExtras.of(session, replaced, shape, staging).warnings())
          .forEach(warnings::addAll);
    }
    for (String other : OtherTables.beside(session, target.catalog())) {
      warnings.add("table \"%s\" is no part of the catalog and stays as it is".formatted(other));
    }
    return warnings;
  }
}
