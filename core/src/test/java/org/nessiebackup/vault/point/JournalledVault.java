package org.nessiebackup.vault.point;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.testing.SampleVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.journal.JournalEpochDraft;
import org.nessiebackup.vault.journal.JournalWriter;
import org.nessiebackup.vault.object.Layout;

/**
 * A vault with a journal that has a transaction each minute, and a file for each, so both have the
 * same number; and with backups that were taken half a minute behind one. None of them has rows.
 */
final class JournalledVault {
  private static final Instant BEGUN = SampleManifests.TIME;
  private static final long START = 0x1_0000_0000L;
  private static final Instant NOW = BEGUN.plus(Duration.ofDays(1));

  private final MemoryStore store = MemoryStore.withClock(at(80));
  private final SampleVault sample =
      new SampleVault(store, new TestContext().by(Clock.fixed(NOW, ZoneOffset.UTC)));
  private final List<EpochId> epochs = new ArrayList<>();
  private final Map<String, byte[]> damaged = new HashMap<>();
  private Optional<JournalEpoch.Before> before = Optional.empty();
  private Lsn reached = new Lsn(START);

  /** How an object is damaged. */
  enum Damage {
    CHANGED {
      @Override
      void apply(MemoryStore store, String name) throws IOException {
        byte[] bytes = read(store, name);
        bytes[bytes.length / 2] ^= 1;
        store.overwrite(name, bytes);
      }
    },
    CUT_SHORT {
      @Override
      void apply(MemoryStore store, String name) throws IOException {
        byte[] bytes = read(store, name);
        store.overwrite(name, Arrays.copyOf(bytes, bytes.length / 2));
      }
    },
    EMPTY {
      @Override
      void apply(MemoryStore store, String name) throws IOException {
        store.overwrite(name, new byte[0]);
      }
    },
    MISSING {
      @Override
      void apply(MemoryStore store, String name) throws IOException {
        store.delete(name);
      }
    };

    abstract void apply(MemoryStore store, String name) throws IOException;

    private static byte[] read(MemoryStore store, String name) throws IOException {
      try (InputStream in = store.open(name)) {
        return in.readAllBytes();
      }
    }
  }

  static Lsn commit(int transaction) {
    return new Lsn(START + 0x100L * transaction);
  }

  static Instant at(int transaction) {
    return BEGUN.plus(Duration.ofMinutes(transaction));
  }

  /** The moment half a minute behind a transaction. */
  static Instant behind(int transaction) {
    return at(transaction).plusSeconds(30);
  }

  Vault vault() {
    return Vault.open(store).by(Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** Another epoch, which follows on the one before. */
  JournalledVault epoch(int first, int last) {
    return epoch(first, last, before, Optional.empty());
  }

  /** Another epoch, behind a gap, and why it ends. */
  JournalledVault epoch(
      int first, int last, Optional<JournalEpoch.Before> follows, Optional<JournalFile.End> end) {
    Lsn start = follows.isPresent() ? reached : commit(first);
    try (JournalWriter writer =
        sample.vault().journal().begin(draft(at(first).minusSeconds(1), start, follows), "test")) {
      epochs.add(writer.epoch().id());
      for (int i = first; i <= last; i++) {
        publish(writer, i, i == last ? end : Optional.empty());
      }
      before = Optional.of(writer.asBefore());
      reached = writer.reached().to();
    }
    return this;
  }

  private static void publish(JournalWriter writer, int number, Optional<JournalFile.End> end) {
    writer.publish(
        new Lsn(commit(number).value() + 1),
        at(number),
        new JournalWriter.Named(
            List.of(new JournalFile.Transaction(commit(number), at(number), number, 0)), List.of()),
        end);
  }

  private static JournalEpochDraft draft(
      Instant begunAt, Lsn start, Optional<JournalEpoch.Before> follows) {
    return new JournalEpochDraft(
        begunAt,
        new CatalogPlace("7402918374650192837", 1, "nessie", 16384, "15.4", "nessie", "JDBC2"),
        "nessie_backup",
        start,
        follows,
        table("refs2"),
        table("objs2"));
  }

  private static JournalEpoch.Table table(String name) {
    return new JournalEpoch.Table(
        16390, SampleManifests.table(name, 1, 0, "0".repeat(64), List.of()).shape());
  }

  /** A backup that has a transaction and all before it. */
  static BackupId backup(int transaction) {
    return new BackupId(
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z-0000'", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(behind(transaction)));
  }

  /** Takes backups. */
  JournalledVault backups(int... transactions) {
    Source.Server server = (Source.Server) SampleManifests.server();
    for (int each : transactions) {
      sample.full(
          backup(each).value(),
          new Source.Server(
              server.systemIdentifier(),
              server.timeline(),
              server.database(),
              server.databaseOid(),
              server.schema(),
              server.storeType(),
              server.serverVersion(),
              server.serverVersionNumber(),
              false,
              Optional.of(new Lsn(commit(each).value() + 1).toString()),
              "%d:%d:".formatted(each + 1, each + 1),
              server.serverStarted(),
              Optional.of(new Lsn(commit(each).value() + 2).toString())));
    }
    return this;
  }

  /** The name of a file, by the place of its epoch from 0 and its number. */
  String file(int epoch, long number) {
    return Layout.journalFile(epochs.get(epoch), number);
  }

  EpochId epoch(int place) {
    return epochs.get(place);
  }

  /** Damages an object. */
  void damage(Damage damage, String name) throws IOException {
    damaged.put(name, Damage.read(store, name));
    damage.apply(store, name);
  }

  /** Brings back all that was damaged. */
  void repair() throws IOException {
    for (Map.Entry<String, byte[]> each : damaged.entrySet()) {
      store.overwrite(each.getKey(), each.getValue());
    }
    damaged.clear();
  }
}
