package org.nessiebackup.vault.record;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.RunRecord;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.access.SignatureCheck;
import org.nessiebackup.vault.access.VaultKeys;
import org.nessiebackup.vault.backups.BackupClocks;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.ParallelReader;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/**
 * What services have run. That a run begins is written down before it does, under its name, which
 * goes to one of several services only.
 */
public final class RunRecords {
  private static final int NEWEST = 1_000;
  private static final int NEWEST_OF_TASK = 3;
  private static final Duration AUDIT = Duration.ofDays(400);
  private static final Pattern SCHEDULED = Pattern.compile("[^-]+-([a-z-]+)-[0-9]+");

  private final ObjectStore store;
  private final VaultDescription vault;
  private final VaultKeys keys;
  private final SignatureCheck signatures;

  /**
   * Those in a store.
   *
   * @param signatures tells which are believed
   */
  public RunRecords(
      ObjectStore store, VaultDescription vault, VaultKeys keys, SignatureCheck signatures) {
    this.store = store;
    this.vault = vault;
    this.keys = keys;
    this.signatures = signatures;
  }

  /**
   * A run as it is written down.
   *
   * @param id its name
   * @param tool name and version of the program
   * @param begun when it began
   * @param end how it has ended; absent if that is not written down
   * @param content what it was about; absent if it cannot be read here
   */
  public record Entry(
      String id,
      String tool,
      Instant begun,
      Optional<RunRecord.End> end,
      Optional<RunRecord.Content> content) {}

  /**
   * Writes an entry down.
   *
   * @return false if somebody else has written down the same of a run of this name
   * @throws BackupException if the keys do not allow to write, or the vault cannot be written
   */
  public boolean add(Entry entry) {
    keys.checkWriter();
    String name = new Layout.RunName(entry.id(), entry.end().isPresent()).object();
    try {
      Protection protection =
          new Protection(vault.encryption(), keys.settings().current().number());
      RunRecord record =
          new RunRecord(
              entry.id(),
              vault.id(),
              entry.tool(),
              protection,
              entry.begun(),
              entry.end(),
              new SealedContent(keys).seal(entry.content().orElseThrow()));
      return put(name, Documents.write(record, keys.signer()));
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot write \"" + name + "\"", store);
    }
  }

  private boolean put(String name, byte[] document) throws IOException {
    try {
      SmallObjects.put(store, name, document);
      return true;
    } catch (ObjectExistsException e) {
      // A store may have answered an earlier attempt of this very call with an error.
      return Arrays.equals(SmallObjects.read(store, name), document);
    }
  }

  /** The names of all objects there are about runs. */
  public List<String> names() {
    return objects().stream().map(StoredObject::name).toList();
  }

  private List<StoredObject> objects() {
    try {
      return store.list(Layout.RUNS).stream()
          .filter(object -> Layout.ofRun(object.name()).isPresent())
          .toList();
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot list the records of runs", store);
    }
  }

  /**
   * What these objects say. One that is gone, damaged, or signed by nobody who is trusted, is
   * passed over: it proves nothing.
   *
   * @param names some of {@link #names}
   */
  public List<Entry> read(List<String> names) {
    return ParallelReader.map(names, this::read).stream().flatMap(Optional::stream).toList();
  }

  private Optional<Entry> read(String name) {
    try {
      Documents.Enveloped<RunRecord> found = SmallObjects.read(store, name, RunRecord.class);
      RunRecord record = found.content();
      boolean here =
          new Layout.RunName(record.id(), record.end().isPresent()).object().equals(name)
              && record.vault().equals(vault.id());
      signatures.check(
          new SignatureCheck.Signed(found.envelope(), record.protection(), record.begun(), name));
      return here
          ? Optional.of(
              new Entry(
                  record.id(), record.tool(), record.begun(), record.end(), content(record, name)))
          : Optional.empty();
    } catch (NoSuchObjectException gone) {
      return Optional.empty();
    } catch (BackupException e) {
      if (e.failure().isOfOneManifest()) {
        return Optional.empty();
      }
      throw e;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read \"" + name + "\"", store);
    }
  }

  /** It may be encrypted for a former host key; that and when it was run is known all the same. */
  private Optional<RunRecord.Content> content(RunRecord record, String name) {
    try {
      return Optional.of(
          new SealedContent(keys)
              .open(record.contentBytes(), record.protection(), name, RunRecord.Content.class));
    } catch (IOException | BackupException closed) {
      return Optional.empty();
    }
  }

  /**
   * Names of runs, the newest first. Those that are yet to come have come from a clock that was
   * ahead; they come last, or they would stand before all others until their time has come.
   */
  public static List<String> newestFirst(Collection<String> ids, Instant now) {
    String latest = BackupId.create(now.plus(BackupClocks.TOLERANCE)).value();
    return ids.stream()
        .sorted(
            Comparator.comparing((String id) -> id.compareTo(latest) > 0)
                .thenComparing(Comparator.reverseOrder()))
        .toList();
  }

  /**
   * What may go: all but the newest thousand, the newest few of each task of a schedule, and for
   * more than a year what people wanted.
   */
  public List<StoredObject> obsolete(Instant now) {
    List<StoredObject> all = objects();
    Map<String, String> tasks = new HashMap<>();
    for (StoredObject object : all) {
      String id = Layout.ofRun(object.name()).orElseThrow().id();
      Matcher scheduled = SCHEDULED.matcher(id);
      tasks.put(id, scheduled.matches() ? scheduled.group(1) : "");
    }
    Set<String> kept = new HashSet<>();
    Map<String, Integer> ofTask = new HashMap<>();
    for (String id : newestFirst(tasks.keySet(), now)) {
      String task = tasks.get(id);
      boolean few = !task.isEmpty() && ofTask.merge(task, 1, Integer::sum) <= NEWEST_OF_TASK;
      if (few || kept.size() < NEWEST) {
        kept.add(id);
      }
    }
    return all.stream()
        .filter(object -> !kept.contains(Layout.ofRun(object.name()).orElseThrow().id()))
        .filter(
            object ->
                !tasks.get(Layout.ofRun(object.name()).orElseThrow().id()).isEmpty()
                    || object.modified().isBefore(now.minus(AUDIT)))
        .toList();
  }
}
