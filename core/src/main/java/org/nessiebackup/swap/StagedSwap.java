package org.nessiebackup.swap;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.properties.BuiltOn;
import org.nessiebackup.properties.TableProperties;
import org.nessiebackup.tables.OtherTables;
import org.nessiebackup.tables.SchemaMark;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TableInspector;

/**
 * Swaps a staged restore in. Any time may have passed since it was staged, so all that it relies on
 * is looked at again, when the tables are locked.
 *
 * @param session one that holds the lock of the catalog
 * @param staged what is swapped in
 */
public record StagedSwap(Session session, StagedRestore staged) {
  /**
   * The result.
   *
   * @param database the database
   * @param keptSchema where the replaced tables are; absent if there were none
   * @param swapping time from the lock to the commit
   * @param movedViews the views that read the restored tables now
   * @param warnings what is not as before
   */
  public record Outcome(
      String database,
      Optional<String> keptSchema,
      Duration swapping,
      List<String> movedViews,
      List<String> warnings) {
    /** Takes its own copies of the lists. */
    public Outcome {
      movedViews = List.copyOf(movedViews);
      warnings = List.copyOf(warnings);
    }

    /** The same with what a plan has warned of before, each once. */
    public Outcome withWarnings(List<String> planned) {
      List<String> all = Stream.concat(planned.stream(), warnings.stream()).distinct().toList();
      return new Outcome(database, keptSchema, swapping, movedViews, all);
    }
  }

  Outcome run(Instant at, boolean allowConnected) {
    refuseOtherStaging();
    SchemaMark kept = Replacement.byRestore(staged, at);
    Swap swap =
        new Swap(
            staged.catalog(), Optional.of(staged.schema()), kept, staged.views(), allowConnected);
    String database =
        session.one("ask for the database", "SELECT current_database()", row -> row.getString(1));
    // What is only reported is looked for before, while the tables can still be read.
    List<String> others =
        Stream.concat(
                BuiltOn.of(session, staged.catalog(), shapes(), staged.views()).warnings().stream(),
                OtherTables.warnings(session, staged.catalog()).stream())
            .toList();
    Swap.Outcome<List<TableProperties>> swapped = swap.run(session, this::prepare);
    // No query follows: a request to stop that comes now must not hide that it is done.
    return new Outcome(
        database,
        swapped.prepared().isEmpty() ? Optional.empty() : Optional.of(kept.schema()),
        swapped.elapsed(),
        swapped.movedViews(),
        Stream.concat(
                swapped.prepared().stream().flatMap(each -> each.warnings().stream()),
                others.stream())
            .toList());
  }

  /** Runs when nobody can change the catalog any more. */
  private List<TableProperties> prepare() {
    refuseOtherStaging();
    ReplacedTables replaced = ReplacedTables.of(session, staged.catalog(), shapes());
    if (!replaced.digest().equals(staged.evidence().replaced())) {
      throw Failure.LOCKED.exception(
          "the tables in %s were exchanged or altered since backup \"%s\" was staged"
              .formatted(staged.catalog(), staged.point()),
          "Nothing was changed. Restore again: it loads once more, for the current tables.");
    }
    List<TableProperties> properties = replaced.properties(staged.schema());
    properties.forEach(each -> each.apply(session, staged.schema()));
    return properties;
  }

  private void refuseOtherStaging() {
    Optional<StagedRestore> there =
        StagedRestore.find(session, staged.catalog().schema(), staged.restore())
            .flatMap(mark -> StagedRestore.read(session, mark));
    if (!there.equals(Optional.of(staged))) {
      throw Failure.LOCKED.exception(
          "what was staged in schema \"%s\" is gone, or is not what it was"
              .formatted(staged.schema()),
          "The catalog was not touched. Restore again.");
    }
  }

  private List<TableShape> shapes() {
    return TableInspector.inspect(session, staged.location()).stream()
        .map(TableDescription::shape)
        .toList();
  }
}
