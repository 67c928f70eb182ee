package org.nessiebackup.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.BackupId;
import org.nessiebackup.retention.PrunePlan.Fate;
import org.nessiebackup.retention.PrunePlan.TipFate;
import org.nessiebackup.vault.tip.StoredTips;

/**
 * Decides which tips stay. Those of a backup stay or go together, since each needs all before it;
 * and a backup stays as long as its tips do, which are of no use without it.
 *
 * @param stored the tips of each backup
 * @param newest the newest backup, whose tips are the newest states there are
 * @param keep how long tips stay after the last one of their backup
 * @param since from when that is counted: when something was last added to the vault, by the
 *     store's clock, so that a host whose clock is wrong removes nothing because of it
 */
record TipRetention(
    NavigableMap<BackupId, StoredTips> stored,
    Optional<BackupId> newest,
    Duration keep,
    Instant since,
    Instant now) {
  /** Who writes tips adds one each minute at least, so others have stopped. */
  private static final Duration AT_WORK = Duration.ofMinutes(10);

  /** Why the tips of a backup stay, whatever becomes of it otherwise; empty if they may go. */
  List<String> reasons(BackupId base) {
    List<String> reasons = new ArrayList<>();
    StoredTips tips = stored.getOrDefault(base, StoredTips.NONE);
    if (tips.count() == 0) {
      return reasons;
    }
    if (!due(tips)) {
      reasons.add("tips are being added");
    }
    if (newest.equals(Optional.of(base)) && !keep.isZero()) {
      reasons.add("newest tips");
    }
    if (tips.newest().plus(keep).isAfter(since)) {
      reasons.add("tips within " + RetentionRules.words(keep));
    }
    return reasons;
  }

  /** What becomes of all tips of backups that there are. */
  List<TipFate> fates(List<Fate> backups) {
    Set<BackupId> there = backups.stream().map(Fate::id).collect(Collectors.toSet());
    return stored.entrySet().stream()
        .filter(each -> there.contains(each.getKey()))
        .map(each -> new TipFate(each.getKey(), each.getValue(), reasons(each.getKey())))
        .toList();
  }

  /** The tips of backups that there are not. */
  Map<BackupId, StoredTips> orphans(Set<BackupId> there) {
    return stored.entrySet().stream()
        .filter(each -> !there.contains(each.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Whether nobody is at work on tips. */
  boolean due(StoredTips tips) {
    return !tips.newest().plus(AT_WORK).isAfter(now);
  }
}
