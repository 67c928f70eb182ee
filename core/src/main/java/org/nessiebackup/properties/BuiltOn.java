package org.nessiebackup.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogLocation;

/**
 * What others have built on tables that make room, and what becomes of it.
 *
 * @param views the views that read them
 * @param warnings what goes on with them, one sentence each
 */
public record BuiltOn(List<ViewMove> views, List<String> warnings) {
  /** Follows the swap, or is warned of as something that does not. */
  private static final String PUBLISHED = "publication relation";

  private static final Set<String> VIEWS = Set.of("view", "materialized view");

  /** Takes its own copies of the lists. */
  public BuiltOn {
    views = List.copyOf(views);
    warnings = List.copyOf(warnings);
  }

  /**
   * Finds the views and what else depends on the tables.
   *
   * @param catalog the tables that make room
   * @param arriving what takes their place; empty if nothing does
   * @param viewPolicy what is to become of views
   * @throws BackupException {@link Failure#TARGET_GUARDED} if all are to be moved and one cannot be
   */
  public static BuiltOn of(
      Session session, CatalogLocation catalog, List<TableShape> arriving, ViewPolicy viewPolicy) {
    List<ViewMove> views =
        DependentViews.of(session, catalog, arriving).stream()
            .map(DependentViews.Found::view)
            .toList();
    if (viewPolicy == ViewPolicy.MOVE) {
      ViewMove.requireMovable(views);
    }
    Map<String, ViewMove> byTitle =
        views.stream().collect(Collectors.toMap(ViewMove::title, view -> view));
    Dependents dependents = Dependents.ofTables(session, catalog);
    List<String> warnings = new ArrayList<>();
    for (Dependent each : dependents.named()) {
      Optional<ViewMove> view = Optional.ofNullable(byTitle.get(each.title()));
      if (!each.kind().equals(PUBLISHED) && stays(each, view, viewPolicy)) {
        warnings.add(
            each.title()
                + " is built on tables that make room, and goes on with them"
                + (arriving.isEmpty() ? "" : view.map(BuiltOn::option).orElse("")));
      }
    }
    if (dependents.others() > 0) {
      warnings.add("%d more are built on them".formatted(dependents.others()));
    }
    ReplicaStreams.of(Publications.of(session, catalog)).stream()
        .map(
            name ->
                "the replica that follows by publication \"%s\" stops, as it cannot follow other tables: `replica create --again` makes it anew"
                    .formatted(name))
        .forEach(warnings::add);
    Subscribers.of(session, catalog).stream()
        .map(
            name ->
                "subscription \"%s\" applies another server's changes to these tables, and passes over the tables that take their place in silence: `replica drop` ends a replica, DROP SUBSCRIPTION what others have made"
                    .formatted(name))
        .forEach(warnings::add);
    return new BuiltOn(views, warnings);
  }

  /** What is built on a view goes where that goes. */
  private static boolean stays(Dependent each, Optional<ViewMove> view, ViewPolicy viewPolicy) {
    return switch (viewPolicy) {
      case LEAVE -> true;
      case MOVE -> !VIEWS.contains(each.kind());
      case MOVE_MOVABLE -> view.map(found -> !found.movable()).orElse(!VIEWS.contains(each.kind()));
    };
  }

  private static String option(ViewMove view) {
    return view.hindrance()
        .map(hindrance -> "; --move-views cannot move it: " + hindrance)
        .orElse("; --move-views makes it read those that take their place");
  }
}
