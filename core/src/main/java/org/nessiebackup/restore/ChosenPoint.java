package org.nessiebackup.restore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupClocks;
import org.nessiebackup.vault.point.RecoveryPoint;

/**
 * The recovery point that is restored, and what somebody should know of it who may have wanted
 * another.
 *
 * @param point which it is
 * @param age how old the state is that it holds; absent if nobody knows
 * @param warnings what is wrong with its clocks, and whether it has much less than the one before
 */
record ChosenPoint(RecoveryPoint point, Optional<Duration> age, List<String> warnings) {
  /** A table with fewer rows says nothing by having lost most of them. */
  private static final long FEW = 10;

  ChosenPoint {
    warnings = List.copyOf(warnings);
  }

  static ChosenPoint of(Vault vault, RecoveryPoint point, Instant now) {
    Manifest manifest = point.backup();
    List<String> warnings = new ArrayList<>();
    vault
        .backups()
        .clocks(manifest)
        .sentence()
        .ifPresent(sentence -> warnings.add("backup %s %s".formatted(manifest.id(), sentence)));
    vault.backups().before(manifest).ifPresent(before -> warnings.addAll(losses(before, manifest)));
    return new ChosenPoint(point, age(vault, point, now), warnings);
  }

  private static Optional<Duration> age(Vault vault, RecoveryPoint point, Instant now) {
    return switch (point) {
      case RecoveryPoint.Exact exact -> vault.backups().time(exact.backup()).age(now);
      case RecoveryPoint.Tip tip -> age(tip.at(), now);
      case RecoveryPoint.Journal journal -> age(journal.at(), now);
    };
  }

  private static Optional<Duration> age(Instant at, Instant now) {
    return Optional.of(Duration.between(at, now))
        .filter(age -> !BackupClocks.ahead(at, now))
        .map(age -> age.isNegative() ? Duration.ZERO : age);
  }

  private static List<String> losses(Manifest before, Manifest manifest) {
    List<String> losses = new ArrayList<>();
    for (TableEntry table : manifest.tables()) {
      long rows = before.table(table.name()).map(TableEntry::wholeRows).orElse(0L);
      if (rows >= FEW && table.wholeRows() < rows / 2) {
        losses.add(
            "table \"%s\" has %d rows in this backup, and had %d in the one before it, %s"
                .formatted(table.name(), table.wholeRows(), rows, before.id()));
      }
    }
    return losses;
  }
}
