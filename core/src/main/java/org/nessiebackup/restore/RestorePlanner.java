package org.nessiebackup.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.SynchronousStandbys;
import org.nessiebackup.properties.BuiltOn;
import org.nessiebackup.properties.TableProperties;
import org.nessiebackup.properties.ViewPolicy;
import org.nessiebackup.swap.KeptCatalog;
import org.nessiebackup.swap.OrphanedSchema;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.swap.RestoreState;
import org.nessiebackup.swap.RestoreTarget;
import org.nessiebackup.swap.SwapPlan;
import org.nessiebackup.tables.CatalogFinder;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.OtherTables;
import org.nessiebackup.tables.TableDescription;

/** Works out what a restore has to do. */
final class RestorePlanner {
  private final Session session;
  private final ChosenPoint chosen;
  private final Manifest manifest;
  private final RestoreOptions options;
  private final RestoreId restore;

  RestorePlanner(Session session, ChosenPoint chosen, RestoreOptions options, RestoreId restore) {
    this.session = session;
    this.chosen = chosen;
    this.manifest = chosen.point().backup();
    this.options = options;
    this.restore = restore;
  }

  RestorePlan plan() {
    TableSet tables =
        StoreType.check(
            manifest.source().storeType(),
            manifest.tables().stream().map(TableEntry::name).toList());
    CatalogLocation catalog = new CatalogLocation(targetSchema(tables), tables);
    RestoreTarget target = RestoreTarget.inspect(session, catalog);
    List<RestoredTable> restored = restored(target);
    List<TableShape> shapes = restored.stream().map(RestoredTable::shape).toList();
    ViewPolicy viewPolicy = ViewPolicy.asked(options.moveViews());
    BuiltOn built = BuiltOn.of(session, catalog, shapes, viewPolicy);
    return new RestorePlan(
        SwapPlan.of(restore, target, viewPolicy, built, options.allowConnected()),
        chosen.point(),
        chosen.age(),
        target,
        shapes,
        options.jobs(),
        Stream.concat(warnings(target, restored).stream(), built.warnings().stream()).toList());
  }

  private String targetSchema(TableSet tables) {
    if (options.targetSchema().isPresent()) {
      return options.targetSchema().get();
    }
    try {
      return CatalogFinder.find(session, List.of(tables), Optional.empty()).schema();
    } catch (BackupException e) {
      boolean nothingToReplace =
          e.failure() == Failure.CATALOG_NOT_FOUND || e.failure() == Failure.CATALOG_UNSUITABLE;
      if (!nothingToReplace) {
        throw e;
      }
      return manifest.source().schema();
    }
  }

  private List<RestoredTable> restored(RestoreTarget target) {
    StoreType type = StoreType.of(manifest.source().storeType()).orElseThrow();
    return manifest.tables().stream()
        .map(
            table ->
                RestoredTable.of(
                    table.shape(),
                    target.tables().stream()
                        .filter(each -> each.name().equals(table.name()))
                        .findFirst()
                        .map(TableDescription::shape),
                    type.newest(table.name())))
        .toList();
  }

  private List<String> warnings(RestoreTarget target, List<RestoredTable> restored) {
    List<String> warnings = new ArrayList<>(chosen.warnings());
    restored.forEach(table -> warnings.addAll(table.notes()));
    for (TableDescription replaced : target.tables()) {
      restored.stream()
          .map(RestoredTable::shape)
          .filter(shape -> shape.name().equals(replaced.name()))
          .map(
              shape ->
                  TableProperties.of(session, replaced, shape, restore.stagingSchema()).warnings())
          .forEach(warnings::addAll);
    }
    warnings.addAll(OtherTables.warnings(session, target.catalog()));
    SynchronousStandbys.missing(session).ifPresent(warnings::add);
    Map<String, OrphanedSchema> left =
        KeptCatalog.staging(session, target.catalog().schema()).stream()
            .collect(Collectors.toMap(OrphanedSchema::schema, Function.identity()));
    left.values().stream()
        .filter(each -> !each.removable())
        .map(
            each ->
                "schema \"%s\", which a restore that did not end has left, stays: %s"
                    .formatted(each.schema(), each.reason()))
        .forEach(warnings::add);
    RestoreState.staged(session, target.catalog().schema())
        .filter(staged -> left.get(staged.schema()).removable())
        .ifPresent(
            staged ->
                warnings.add(
                    "backup %s, which a restore that did not end has staged in schema \"%s\", is removed"
                        .formatted(staged.point(), staged.schema())));
    return warnings;
  }
}
