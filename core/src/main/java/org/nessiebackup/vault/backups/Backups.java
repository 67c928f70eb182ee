package org.nessiebackup.vault.backups;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.BackupObject;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.access.SignatureCheck;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.Memory;
import org.nessiebackup.vault.object.ParallelReader;
import org.nessiebackup.vault.object.StoreErrors;

/** The backups of a vault, and what is stored of each. */
public final class Backups {
  private final ObjectStore store;
  private final ManifestReader manifests;
  private final InstantSource clock;
  private final Memory memory;

  /**
   * Those in a store.
   *
   * @param signatures tells which manifests are believed
   * @param clock what is yet to come by it is not believed
   * @param memory what was read of them before
   */
  public Backups(
      ObjectStore store,
      VaultDescription vault,
      SignatureCheck signatures,
      InstantSource clock,
      Memory memory) {
    this.store = store;
    this.manifests = new ManifestReader(store, vault, signatures);
    this.clock = clock;
    this.memory = memory;
  }

  /** All backups, in the order in which they were taken; one that cannot be read hides no other. */
  public List<BackupEntry> list() {
    NavigableMap<BackupId, BackupObjects> listed = listed();
    List<BackupEntry> found =
        ParallelReader.map(
                List.copyOf(listed.keySet()),
                id ->
                    memory.of(
                        Found.class, listed.get(id), () -> new Found(entry(id)), Found::lasting))
            .stream()
            .flatMap(read -> read.entry().stream())
            .toList();
    return BackupOrder.entries(found, clock.instant());
  }

  /** What was read of a backup. */
  private record Found(Optional<BackupEntry> entry) {
    /** What cannot be read may be another time, or by another program. */
    boolean lasting() {
      return entry.filter(BackupEntry.Listed.class::isInstance).isPresent();
    }
  }

  /** What a manifest alone says, without the order of all. */
  private Optional<BackupEntry> entry(BackupId id) {
    try {
      Manifest manifest = manifest(id).withShapes(shape -> memory.one(TableShape.class, shape));
      return Optional.of(new BackupEntry.Listed(manifest, BackupTime.UNKNOWN));
    } catch (BackupException e) {
      if (e.failure().isOfOneManifest()) {
        return Optional.of(new BackupEntry.Unreadable(id, e));
      }
      if (e.failure() == Failure.BACKUP_NOT_FOUND) {
        // Removed since it was listed.
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * The manifests of those that can be read, by their names from the newest on; each is read when
   * it is asked for.
   */
  public Stream<Manifest> newestFirst() {
    return ids().reversed().stream()
        .flatMap(id -> entry(id).stream())
        .flatMap(entry -> BackupEntry.readable(List.of(entry)).stream())
        .map(BackupEntry.Listed::manifest);
  }

  /** A line of the list for one backup alone. */
  public BackupEntry listed(Manifest manifest) {
    return new BackupEntry.Listed(manifest, time(manifest));
  }

  /** When a backup was taken, as far as it says alone. */
  public BackupTime time(Manifest manifest) {
    return BackupOrder.of(List.of(manifest), clock.instant()).getFirst().time();
  }

  /** What the two clocks of a backup say. */
  public BackupClocks clocks(Manifest manifest) {
    return BackupClocks.of(manifest, clock.instant());
  }

  /**
   * The manifest of the newest backup of a server; that of the newest imported dump where there is
   * no other. When a dump was made is seldom known, and a restore of "latest" must not bring back
   * last month because somebody has imported it this morning.
   *
   * @throws BackupException {@link Failure#DAMAGED} if the newest cannot be read: an older one is
   *     not what was asked for
   */
  public Optional<Manifest> latest() {
    return search(written(), this::manifest).strictly();
  }

  /** The backup of the same kind of source whose name comes before another's, if it can be read. */
  public Optional<Manifest> before(Manifest manifest) {
    return nearest(
        manifest, ids().reversed().stream().filter(id -> id.compareTo(manifest.id()) < 0));
  }

  /** The same of the one whose name comes after it. */
  public Optional<Manifest> after(Manifest manifest) {
    return nearest(manifest, ids().stream().filter(id -> id.compareTo(manifest.id()) > 0));
  }

  private Optional<Manifest> nearest(Manifest manifest, Stream<BackupId> nearestFirst) {
    return nearestFirst
        .findFirst()
        .flatMap(this::entry)
        .flatMap(entry -> BackupEntry.readable(List.of(entry)).stream().findFirst())
        .map(BackupEntry.Listed::manifest)
        .filter(near -> near.source().getClass().equals(manifest.source().getClass()));
  }

  /** The newest backup of a server that can be read, and the names of all there are. */
  public NewestBackup newest() {
    NavigableMap<BackupId, Instant> written = written();
    Map<BackupId, ParentLookup.Identified> read = new HashMap<>();
    Optional<Manifest> newest =
        search(
                written,
                id -> {
                  read.put(id, identified(id));
                  return read.get(id).manifest();
                })
            .readable();
    return new NewestBackup(
        newest.map(manifest -> read.get(manifest.id())),
        new BackupNames(List.copyOf(written.keySet())));
  }

  private BackupSearch search(
      NavigableMap<BackupId, Instant> written, Function<BackupId, Manifest> reading) {
    return new BackupSearch(written, reading, clock.instant());
  }

  /**
   * The manifest that a user means.
   *
   * @param words as {@link BackupSelector} reads them
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND} if there is none, {@link
   *     Failure#USAGE} if there are several
   */
  public Manifest find(String words) {
    Optional<BackupId> named = named(words);
    return named.isPresent() ? manifest(named.get()) : newest(words);
  }

  /**
   * The id that a user has given as a whole or in part; empty if the newest is meant, or one by its
   * age.
   */
  public Optional<BackupId> named(String words) {
    return switch (BackupSelector.of(words, clock.instant())) {
      case BackupSelector.Exact exact -> Optional.of(exact.id());
      case BackupSelector.Abbreviated part -> Optional.of(SelectedBackup.only(part, ids()));
      case BackupSelector.Newest newest -> Optional.empty();
    };
  }

  /**
   * The newest backup whose state is not of a later moment.
   *
   * @throws BackupException as {@link #find}
   */
  public Manifest asOf(Instant moment) {
    return SelectedBackup.of(new BackupSelector.Newest(Optional.of(moment), 0), list());
  }

  private Manifest newest(String words) {
    if (BackupSelector.of(words, clock.instant()) instanceof BackupSelector.Newest wanted
        && !words.equals(BackupSelector.LATEST)) {
      return SelectedBackup.of(wanted, list());
    }
    return latest()
        .orElseThrow(
            () ->
                Failure.BACKUP_NOT_FOUND.exception(
                    "vault \"" + store.location() + "\" has no backup yet",
                    "`nessie-backup backup` makes one."));
  }

  /**
   * Reads a manifest and checks that it belongs where it lies.
   *
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND}, {@link Failure#DAMAGED} or {@link
   *     Failure#FORMAT_UNSUPPORTED}
   */
  public Manifest manifest(BackupId id) {
    return current(id).content();
  }

  /** The same with its envelope. */
  public Documents.Enveloped<Manifest> current(BackupId id) {
    return found(id, () -> manifests.current(id));
  }

  /**
   * The same with the checksum that the backup's first manifest has of itself, by which other
   * backups refer to it.
   */
  public ParentLookup.Identified identified(BackupId id) {
    return found(id, () -> manifests.identified(id));
  }

  /** Reads what an incremental backup builds on. */
  public ParentLookup parent(Manifest child) {
    return ParentLookup.of(this, child);
  }

  @FunctionalInterface
  private interface Read<T> {
    T run() throws IOException;
  }

  private <T> T found(BackupId id, Read<T> read) {
    try {
      return read.run();
    } catch (NoSuchObjectException e) {
      throw Failure.BACKUP_NOT_FOUND.exception(
          "vault \"%s\" has no backup \"%s\"".formatted(store.location(), id),
          "`nessie-backup list` shows those it has.",
          e);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read \"" + Layout.manifest(id) + "\"", store);
    }
  }

  /**
   * A backup with all those it builds on.
   *
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND} if there is no such backup, {@link
   *     Failure#DAMAGED} if one that it builds on is missing or not the one it was made for
   */
  public BackupChain chain(BackupId id) {
    return chain(identified(id));
  }

  /** The same of a backup that was read, without reading it once more. */
  public BackupChain chain(ParentLookup.Identified newest) {
    return BackupChain.read(this, newest);
  }

  /**
   * Checks by a listing alone that all of a backup's segments are there, in their full size: the
   * quick check before work that would find out only after a while.
   *
   * @throws BackupException {@link Failure#DAMAGED} naming the first segment that is not
   */
  public void checkComplete(Manifest manifest) {
    Map<String, Long> sizes = new HashMap<>();
    String folder = Layout.folder(manifest.id());
    try {
      store.list(folder).forEach(object -> sizes.put(object.name(), object.size()));
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot list backup \"" + manifest.id() + "\"", store);
    }
    manifest
        .parts()
        .filter(each -> sizes.getOrDefault(folder + each.object(), -1L) != each.storedBytes())
        .findFirst()
        .ifPresent(
            part -> {
              Long size = sizes.get(folder + part.object());
              throw Failure.DAMAGED.exception(
                  "backup \"%s\" is damaged: \"%s\" %s"
                      .formatted(
                          manifest.id(),
                          part.object(),
                          size == null
                              ? "is missing"
                              : "has %d bytes instead of %d".formatted(size, part.storedBytes())),
                  "`verify --all` shows which backups are whole.");
            });
  }

  /** Opens what is stored of an object; the caller checks it against the manifest. */
  public InputStream open(BackupId id, BackupObject object) throws IOException {
    return store.open(Layout.folder(id) + object.object());
  }

  /** The names of all backups, oldest first by what they say. */
  public List<BackupId> ids() {
    return List.copyOf(written().keySet());
  }

  /** By their names, with the moment at which the store wrote the manifest. */
  private NavigableMap<BackupId, Instant> written() {
    NavigableMap<BackupId, Instant> written = new TreeMap<>();
    listed().forEach((id, listing) -> written.put(id, listing.written()));
    return written;
  }

  private NavigableMap<BackupId, BackupObjects> listed() {
    try {
      return BackupObjects.of(store);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot list backups", store);
    }
  }
}
