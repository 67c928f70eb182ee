package org.nessiebackup.service.page;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.service.fleet.Verdict;
import org.nessiebackup.service.fleet.Verdict.Level;

/**
 * The first line of every page: whether we are safe, and if not, what to do.
 *
 * @param kind the class of its color: {@code safe}, {@code warn}, {@code risk}, {@code unknown}
 * @param sentence the answer
 * @param advice what to do; absent if nothing is to be done
 */
record Safety(String kind, String sentence, Optional<String> advice) {
  /** That of a catalog. */
  static Safety of(Verdict verdict) {
    return new Safety(kind(verdict.level()), verdict.sentence(), verdict.advice());
  }

  /** That of all catalogs together. */
  static Safety of(List<CatalogLine> worstFirst) {
    List<CatalogLine> wrong =
        worstFirst.stream().filter(each -> each.verdict().level() != Level.SAFE).toList();
    if (worstFirst.isEmpty()) {
      return new Safety("unknown", "No catalog is served.", Optional.empty());
    }
    int all = worstFirst.size();
    if (wrong.isEmpty()) {
      return new Safety(
          "safe",
          all == 1 ? "Safe: the one catalog is." : "Safe: all %d catalogs are.".formatted(all),
          Optional.empty());
    }
    CatalogLine first = wrong.getFirst();
    return new Safety(
        kind(first.verdict().level()),
        "%d of %d catalogs %s attention, %s first: %s"
            .formatted(
                wrong.size(),
                all,
                wrong.size() == 1 ? "needs" : "need",
                first.name(),
                first.verdict().sentence()),
        first.verdict().advice());
  }

  private static String kind(Level level) {
    return switch (level) {
      case SAFE -> "safe";
      case WARNING -> "warn";
      case UNSAFE -> "risk";
      case UNKNOWN -> "unknown";
    };
  }
}
