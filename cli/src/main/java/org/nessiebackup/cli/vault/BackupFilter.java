package org.nessiebackup.cli.vault;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.report.TipsJson;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.point.CoveredEpoch;
import org.nessiebackup.vault.point.JournalCoverage;
import org.nessiebackup.vault.point.JournalGap;
import org.nessiebackup.vault.tip.StoredTips;
import org.nessiebackup.vault.tip.TipEpoch;
import picocli.CommandLine.Option;

/** Which of a vault's backups are wanted. */
final class BackupFilter {
  @Option(
      names = "--limit",
      paramLabel = "N",
      order = 45,
      description = "List the newest N only; 0 lists all (default).")
  int limit;

  @Option(
      names = "--tag",
      split = "\\n",
      hideParamSyntax = true,
      paramLabel = "WORD",
      order = 46,
      description = "List those with this tag only; may be repeated, then with each of them.")
  List<String> tags = new ArrayList<>();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      order = 47,
      description =
          "List none whose state is older: 2026-11-22T02:00:00Z, 2026-11-22, yesterday or 26h.")
  Instant since;

  /** Those that are wanted, in the same order; what cannot be read may be one of them. */
  List<BackupEntry> of(List<BackupEntry> entries) {
    checkLimit();
    List<BackupEntry> wanted = entries.stream().filter(this::isWanted).toList();
    return limit == 0 ? wanted : wanted.subList(Math.max(0, wanted.size() - limit), wanted.size());
  }

  /** The tips that are wanted, of backups with the tags. */
  TipListView tips(Vault vault, List<BackupEntry> entries) {
    checkLimit();
    Map<BackupId, StoredTips> stored = vault.tips().stored();
    Deque<Tip> found = new ArrayDeque<>();
    List<TipsJson.Unusable> unusable = new ArrayList<>();
    for (BackupEntry.Listed base : BackupEntry.readable(entries).reversed()) {
      boolean enough = limit > 0 && found.size() >= limit;
      if (!enough && base.manifest().tags().containsAll(tags) && stored.containsKey(base.id())) {
        TipEpoch epoch = vault.tips().epoch(vault.backups().identified(base.id()));
        epoch
            .damage()
            .ifPresent(
                reason ->
                    unusable.addFirst(
                        new TipsJson.Unusable(base.id(), epoch.tips().size(), reason)));
        epoch.tips().reversed().stream()
            .filter(tip -> isRecent(Optional.of(tip.moment().seenAt())))
            .limit(limit == 0 ? Long.MAX_VALUE : limit - found.size())
            .forEach(found::addFirst);
      }
    }
    long all = stored.values().stream().mapToLong(StoredTips::count).sum();
    return new TipListView(vault.location(), List.copyOf(found), all, unusable);
  }

  /** The epochs of the journal that are wanted, and the gaps since the first of these. */
  JournalListView journal(Vault vault) {
    checkLimit();
    if (!tags.isEmpty()) {
      throw Failure.USAGE.exception("--tag is given, but a journal has no tags");
    }
    JournalCoverage coverage = vault.points().journalCoverage();
    List<CoveredEpoch> recent =
        coverage.epochs().stream().filter(epoch -> isRecent(reached(epoch))).toList();
    List<CoveredEpoch> wanted =
        limit == 0 ? recent : recent.subList(Math.max(0, recent.size() - limit), recent.size());
    List<JournalGap> gaps =
        coverage.gaps().stream()
            .filter(gap -> gap.to().isEmpty() || isRecent(gap.to()))
            .filter(gap -> !wanted.isEmpty() && !gap.from().isBefore(begun(wanted.getFirst())))
            .toList();
    return new JournalListView(vault.location(), wanted, coverage.epochs().size(), gaps);
  }

  /** What cannot be read may be recent. */
  private static Optional<Instant> reached(CoveredEpoch epoch) {
    return epoch
        .last()
        .map(last -> last.span().reachedAt())
        .or(() -> epoch.begin().map(CoveredEpoch.Begin::at))
        .or(() -> Optional.of(epoch.id().time()));
  }

  private static Instant begun(CoveredEpoch epoch) {
    return epoch.begin().map(CoveredEpoch.Begin::at).orElseGet(epoch.id()::time);
  }

  private void checkLimit() {
    if (limit < 0) {
      throw Failure.USAGE.exception("--limit is %d; it can be 0 or more".formatted(limit));
    }
  }

  private boolean isWanted(BackupEntry entry) {
    return switch (entry) {
      case BackupEntry.Listed listed ->
          listed.manifest().tags().containsAll(tags) && isRecent(listed.time().moment());
      case BackupEntry.Unreadable unreadable -> isRecent(Optional.of(unreadable.id().time()));
    };
  }

  private boolean isRecent(Optional<Instant> moment) {
    return since == null || moment.filter(at -> !at.isBefore(since)).isPresent();
  }
}
