package org.nessiebackup.catalog;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.MomentWords;
import org.nessiebackup.TableShape;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.journal.ChangeRow;
import org.nessiebackup.vault.journal.ChangeSink;
import org.nessiebackup.vault.journal.JournalFiles;
import org.nessiebackup.vault.journal.StoredEpoch;
import org.nessiebackup.vault.point.PointSelector;
import org.nessiebackup.vault.point.RecoveryPoint;

/**
 * Finds the transaction that made a branch or tag lead to a commit. Only one counts before which
 * the journal has the commit itself: else a reference may have led there before the journal began.
 */
public final class JournalCommits {
  /** A hash, in digits. */
  private static final int WHOLE = 64;

  private final Vault vault;
  private final WorkContext context;
  private final String wanted;

  private final Map<String, ChangeRow.Transaction> found = new TreeMap<>();

  /** The first reference to each in the epochs behind the one that is read, if these follow it. */
  private final Map<String, ChangeRow.Transaction> referredBehind = new HashMap<>();

  private JournalCommits(Vault vault, WorkContext context, String wanted) {
    this.vault = vault;
    this.context = context;
    this.wanted = wanted;
  }

  /**
   * The recovery point that somebody means, who may name a commit.
   *
   * @throws BackupException as {@link org.nessiebackup.vault.point.RecoveryPoints#find}; {@link
   *     Failure#KEY_MISSING} or {@link Failure#KEY_WRONG} if commits cannot be read
   */
  public static RecoveryPoint find(Vault vault, PointSelector wanted, WorkContext context) {
    return vault.points().find(wanted, hash -> new JournalCommits(vault, context, hash).position());
  }

  private Lsn position() {
    context.progress().step("looking for the commit in the journal", 0);
    // Most who ask mean a commit of lately. Of a hash as a whole there is but one.
    for (StoredEpoch epoch : vault.journal().epochs().reversed()) {
      if (wanted.length() < WHOLE || found.isEmpty()) {
        switch (epoch) {
          case StoredEpoch.Usable usable -> search(usable);
          // What was stored before it may have been referred to in it.
          case StoredEpoch.Unusable unusable -> referredBehind.clear();
        }
      }
    }
    if (found.size() == 1) {
      return found.values().iterator().next().commit();
    }
    if (found.isEmpty()) {
      throw Failure.GAP.exception(
          "the journal has no transaction that made a branch or tag lead to commit \"%s\" first"
              .formatted(wanted),
          "It may be older than the journal. `log` shows the commits of a backup, and `restore-ref"
              + " --at` brings a branch back to one of them.");
    }
    throw Failure.USAGE.exception(
        "%d commits begin with \"%s\": %s"
            .formatted(
                found.size(),
                wanted,
                found.entrySet().stream()
                    .map(
                        each ->
                            "%s of %s"
                                .formatted(each.getKey(), MomentWords.of(each.getValue().at())))
                    .collect(Collectors.joining(", "))),
        "Give as much of the hash as only one of them has.");
  }

  private void search(StoredEpoch.Usable epoch) {
    Search search = new Search(epoch.document());
    JournalFiles files = vault.journal().files(epoch);
    vault.journal().rows(files).read(1, files.last(), search);
    for (String hash : search.stored) {
      Optional.ofNullable(search.referredSince.get(hash))
          .or(() -> Optional.ofNullable(referredBehind.get(hash)))
          .ifPresent(by -> found.put(hash, by));
    }
    referredBehind.putAll(search.referred);
    if (epoch.document().follows().isEmpty()) {
      referredBehind.clear();
    }
  }

  /** Reads one epoch. */
  private final class Search implements ChangeSink {
    private final Column pointer;
    private final Column id;

    /** Commits that were stored. */
    private final Set<String> stored = new HashSet<>();

    /** What first referred to each. */
    private final Map<String, ChangeRow.Transaction> referred = new HashMap<>();

    /** The same, of what came after it was stored. */
    private final Map<String, ChangeRow.Transaction> referredSince = new HashMap<>();

    Search(JournalEpoch epoch) {
      this.pointer = Column.of(epoch.references().shape(), "pointer");
      this.id = Column.of(epoch.objects().shape(), "obj_id");
    }

    @Override
    public void accept(ChangeRow change) {
      context.cancellation().check();
      switch (change.table()) {
        case REFERENCES -> refer(pointer.hex(change), change);
        case OBJECTS -> store(id.hex(change), change);
      }
    }

    private void store(String hash, ChangeRow change) {
      if (hash.startsWith(wanted) && change.operation() == ChangeRow.Operation.INSERTED) {
        stored.add(hash);
      }
    }

    private void refer(String hash, ChangeRow change) {
      if (hash.startsWith(wanted) && change.operation() != ChangeRow.Operation.DELETED) {
        referred.putIfAbsent(hash, change.transaction());
        if (stored.contains(hash)) {
          referredSince.putIfAbsent(hash, change.transaction());
        }
      }
    }
  }

  /**
   * A column that has ids of objects.
   *
   * @param text whether it has them as text, as store type JDBC does
   */
  private record Column(int place, boolean text) {
    static Column of(TableShape shape, String name) {
      int place = new RowFields(shape).place(name);
      return new Column(place, !shape.columns().get(place).type().name().equals("bytea"));
    }

    /** The id in hexadecimal digits; nothing if there is none. */
    String hex(ChangeRow change) {
      byte[] value = change.fields().isEmpty() ? null : change.fields().get(place);
      if (value == null) {
        return "";
      }
      return text ? new String(value, StandardCharsets.US_ASCII) : HexFormat.of().formatHex(value);
    }
  }
}
