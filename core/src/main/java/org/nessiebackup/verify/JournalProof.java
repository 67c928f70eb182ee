package org.nessiebackup.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.WorkContext;
import org.nessiebackup.Workers;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.point.NoBase;
import org.nessiebackup.vault.point.ProvablePair;
import org.nessiebackup.vault.point.RecoveryPoint;
import org.nessiebackup.vault.record.JournalProofs;
import org.nessiebackup.vault.rows.BackupRows;
import org.nessiebackup.vault.rows.PointRows;
import org.nessiebackup.verify.JournalReport.Outcome;
import org.nessiebackup.verify.JournalReport.Pair;

/**
 * Brings each backup forward to what the next one has seen. The digest of that one was computed by
 * a scan that knew nothing of the journal, so if both are the same, nothing is missing in between.
 */
record JournalProof(
    Vault vault, WorkContext context, JournalProofs.Proven known, int stage, int jobs) {
  private static final String ADVICE = "`verify --all` shows which backups are whole.";

  /** Of so many pairs nothing is lost if somebody is stopped: the first proof takes long. */
  static final int STAGE = 100;

  /**
   * Proves.
   *
   * @param stages hears now and then what is proven so far
   */
  JournalReport run(Consumer<JournalReport> stages) {
    List<Pair> pairs = new ArrayList<>();
    AtomicInteger read = new AtomicInteger();
    Optional<NoBase> outside =
        vault
            .points()
            .provable(
                known::leads,
                pair -> {
                  pairs.add(prove(pair));
                  if (!pair.known() && read.incrementAndGet() % stage == 0) {
                    stages.accept(new JournalReport(pairs, Optional.empty(), List.of()));
                  }
                });
    List<String> damage =
        vault.points().damageBehindBackups().stream().map(BackupException::getMessage).toList();
    return new JournalReport(pairs, outside, damage);
  }

  private Pair prove(ProvablePair pair) {
    if (pair.known()) {
      return result(pair, Outcome.KNOWN, Optional.empty());
    }
    if (pair.damage().isPresent()) {
      return result(pair, Outcome.DAMAGED, pair.damage().map(BackupException::getMessage));
    }
    if (pair.between().isEmpty()) {
      return result(pair, Outcome.NOT_REACHED, Optional.of("the journal does not go so far"));
    }
    context.cancellation().check();
    context.progress().step("from %s to %s".formatted(pair.from().id(), pair.to().id()), 0);
    try {
      Optional<String> difference = difference(pair, pair.between().get());
      return result(pair, difference.isPresent() ? Outcome.DIFFERENT : Outcome.PROVEN, difference);
    } catch (BackupException e) {
      if (!e.failure().isOfOneManifest()) {
        throw e;
      }
      return result(pair, Outcome.DAMAGED, Optional.of(e.getMessage()));
    }
  }

  private static Pair result(ProvablePair pair, Outcome outcome, Optional<String> message) {
    return new Pair(
        pair.from().id(),
        pair.to().id(),
        pair.between().map(each -> each.summary().transactions()).orElse(0L),
        outcome,
        message);
  }

  private Optional<String> difference(ProvablePair pair, RecoveryPoint.Journal between) {
    StoreType type = StoreType.of(pair.from().source().storeType()).orElseThrow();
    PointRows rows =
        new PointRows(
            vault, between, new PointRows.Names(type.references(), type.objects()), ADVICE);
    Map<String, PointRows.Delivery> read = new ConcurrentHashMap<>();
    List<Workers.Task> tasks = new ArrayList<>();
    for (PointRows.Part part : rows.parts()) {
      tasks.add(
          stop ->
              read.merge(part.table().name(), read(rows, part, stop), PointRows.Delivery::plus));
    }
    Workers.run(jobs, context.cancellation(), tasks);
    for (TableEntry table : pair.to().tables()) {
      PointRows.Delivery all = read.getOrDefault(table.name(), PointRows.Delivery.NONE);
      rows.check(table.name(), all);
      if (!BackupRows.isWhole(table, all.rows())) {
        return Optional.of(
            "table \"%s\" has other rows: %,d by the journal, %,d in the backup"
                .formatted(table.name(), all.rows().rows(), table.wholeRows()));
      }
    }
    return Optional.empty();
  }

  private PointRows.Delivery read(PointRows rows, PointRows.Part part, Cancellation stop) {
    return rows.read(
        part,
        (bytes, offset, length) -> {
          stop.check();
          context.progress().advanced(0, length);
        });
  }
}
