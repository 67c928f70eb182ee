package org.nessiebackup.vault;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.EpochId;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.retention.PruneOptions;
import org.nessiebackup.retention.VaultPrune;
import org.nessiebackup.status.StatusOptions;
import org.nessiebackup.status.StatusReport;
import org.nessiebackup.status.VaultStatus;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.CrowdedStore;
import org.nessiebackup.testing.SampleJournal;
import org.nessiebackup.testing.SampleVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.journal.JournalFiles;
import org.nessiebackup.vault.journal.JournalWriter;
import org.nessiebackup.vault.journal.StoredEpoch;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.Memory;

/** A vault in which very many documents of a journal and tips seem to be. */
final class CrowdedVault {
  private final MemoryStore memory = new MemoryStore();
  private final CrowdedStore store = new CrowdedStore(memory);
  private final TestContext work = new TestContext();
  private final SampleVault sample = new SampleVault(memory, work);
  private final Vault vault = Vault.open(store);
  private final List<EpochId> epochs = new ArrayList<>();
  private Optional<JournalEpoch.Before> before = Optional.empty();

  CrowdedVault() {
    at("2026-11-30T12:00:00Z");
  }

  /** Tells the time from now on. */
  void at(String moment) {
    work.by(Clock.fixed(Instant.parse(moment), ZoneOffset.UTC));
  }

  CrowdedStore store() {
    return store;
  }

  List<EpochId> epochs() {
    return epochs;
  }

  /** Begins epochs that follow on each other. */
  CrowdedVault epochs(int count, int files) {
    for (int i = 0; i < count; i++) {
      int next = epochs.size();
      try (JournalWriter writer =
          sample
              .vault()
              .journal()
              .begin(
                  SampleJournal.draft(before, SampleJournal.commit(next)), "nessie-backup test")) {
        SampleJournal.publish(writer, next + 1);
        before = Optional.of(writer.asBefore());
        epochs.add(writer.epoch().id());
        store.crowd(Layout.journal(writer.epoch().id()), files);
      }
    }
    return this;
  }

  /** Takes a backup with tips upon it. */
  CrowdedVault tips(String backup, int count) {
    BackupId base = sample.full(backup).id();
    sample.tip(base, base.time().plusSeconds(1));
    store.crowd(Layout.tips(base), count);
    return this;
  }

  /** What a service does each minute. */
  StatusReport look(Memory remembered) {
    store.begin();
    return report(vault.by(work.context().clock()).listed(remembered));
  }

  /** What somebody does who asks once. */
  StatusReport report() {
    store.begin();
    return report(vault);
  }

  private StatusReport report(Vault seen) {
    new VaultPrune(seen, work.context()).plan(PruneOptions.DEFAULT);
    for (StoredEpoch epoch : seen.journal().epochs()) {
      JournalFiles files = seen.journal().files((StoredEpoch.Usable) epoch);
      if (files.count() == 0) {
        throw new IllegalStateException("no files of " + epoch.id());
      }
    }
    return new VaultStatus(seen, work.context())
        .run(new StatusOptions(Optional.empty(), Optional.empty(), Optional.empty()));
  }
}
