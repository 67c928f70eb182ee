package org.nessiebackup.service.page;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.Quantity;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.VaultKnowledge;
import org.nessiebackup.service.fleet.Verdict;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunState;

/**
 * A catalog as a line of the fleet.
 *
 * @param state what is known of it
 * @param runs its runs, those at work first
 * @param verdict whether it is safe
 * @param now the moment of the page
 */
record CatalogLine(CatalogState state, List<Run> runs, Verdict verdict, Instant now) {
  private static final Comparator<CatalogLine> WORST_FIRST =
      Comparator.comparing((CatalogLine each) -> each.verdict.level())
          .thenComparing(each -> each.verdict.safeAsOf().orElse(Instant.MIN))
          .thenComparing(CatalogLine::name);

  /** The same, the worst first. */
  static List<CatalogLine> worstFirst(List<CatalogLine> lines) {
    return lines.stream().sorted(WORST_FIRST).toList();
  }

  String name() {
    return state.catalog();
  }

  String href() {
    return Href.catalog(name()).toString();
  }

  String kind() {
    return Safety.of(verdict).kind();
  }

  /** The level in a word. */
  String level() {
    return verdict.level().label().toUpperCase(Locale.ROOT);
  }

  String sentence() {
    return verdict.sentence();
  }

  Optional<String> advice() {
    return verdict.advice();
  }

  private Optional<VaultKnowledge> vault() {
    return state.vault();
  }

  /** To which moment one can go back. */
  Optional<Moment> newest() {
    return verdict.safeAsOf().map(at -> new Moment(at, now));
  }

  Optional<Moment> drilled() {
    return vault()
        .flatMap(each -> each.status().newest().drills().newestPassed())
        .map(DrillRecord::ended)
        .map(at -> new Moment(at, now));
  }

  String points() {
    return vault().map(each -> Quantity.count(each.points().size())).orElse("?");
  }

  String size() {
    return vault().map(each -> Quantity.bytes(each.status().usage().bytes())).orElse("?");
  }

  /** What is being done. */
  List<String> working() {
    return runs.stream()
        .filter(run -> run.state() == RunState.RUNNING)
        .map(run -> run.command().name())
        .toList();
  }
}
