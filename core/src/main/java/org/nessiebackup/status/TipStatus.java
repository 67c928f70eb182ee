package org.nessiebackup.status;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.point.TipPoint;
import org.nessiebackup.vault.tip.StoredTips;

/**
 * How the tips of a vault are, as far as a listing and the newest one say.
 *
 * @param count how many there are
 * @param newest the newest one
 * @param findings that it cannot be used
 */
record TipStatus(long count, Optional<TipPoint> newest, List<String> findings) {
  TipStatus {
    findings = List.copyOf(findings);
  }

  static TipStatus of(Vault vault) {
    NavigableMap<BackupId, StoredTips> stored = vault.tips().stored();
    long count = stored.values().stream().mapToLong(StoredTips::count).sum();
    if (count == 0) {
      return new TipStatus(0, Optional.empty(), List.of());
    }
    try {
      Optional<TipPoint> newest = vault.points().newestTip();
      Optional<String> gap =
          newest.map(tip -> tip.id().backup()).flatMap(base -> gap(base, stored.get(base)));
      return new TipStatus(
          count, gap.isPresent() ? Optional.empty() : newest, gap.stream().toList());
    } catch (BackupException e) {
      if (e.failure().isOfOneManifest()) {
        return new TipStatus(
            count, Optional.empty(), List.of("the newest tip cannot be used: " + e.getMessage()));
      }
      throw e;
    }
  }

  /** Whoever uses a tip needs all before it. Of tips younger than the listing nothing is known. */
  private static Optional<String> gap(BackupId base, StoredTips tips) {
    return Optional.ofNullable(tips)
        .filter(each -> missing(each) > 0)
        .map(
            each ->
                "the newest tip cannot be used: %d of the %d tips of backup \"%s\" %s not there"
                    .formatted(
                        missing(each), each.last(), base, missing(each) == 1 ? "is" : "are"));
  }

  private static long missing(StoredTips tips) {
    return tips.last() - tips.count();
  }
}
