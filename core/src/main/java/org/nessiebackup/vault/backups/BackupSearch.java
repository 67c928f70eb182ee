package org.nessiebackup.vault.backups;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;

/**
 * Finds the newest backup without reading all: mostly it is the one with the greatest name. Names
 * of the future are not believed, and nor is a name that the store contradicts, which knows when
 * each manifest was written; so more are read until there is one whose clocks agree.
 */
final class BackupSearch {
  /** So many of the past are read at most to find one whose clocks agree. */
  private static final int MOST_DOUBTED = 16;

  private final NavigableMap<BackupId, Instant> written;
  private final Function<BackupId, Manifest> reading;
  private final Instant now;
  private final List<Manifest> read = new ArrayList<>();
  private final Set<BackupId> asked = new HashSet<>();
  private Optional<BackupEntry.Unreadable> unreadable = Optional.empty();

  /**
   * Reads nothing yet.
   *
   * @param written the backups, and when the store wrote their manifests
   */
  BackupSearch(
      NavigableMap<BackupId, Instant> written, Function<BackupId, Manifest> reading, Instant now) {
    this.written = written;
    this.reading = reading;
    this.now = now;
  }

  /** The newest backup of a server; one that cannot be read is passed over. */
  Optional<Manifest> readable() {
    search();
    return newest(true);
  }

  /**
   * The newest backup of a server; the newest dump where there is no other.
   *
   * @throws BackupException {@link Failure#DAMAGED} and the like if what seems to be the newest
   *     cannot be read: an older one is not what was asked for
   */
  Optional<Manifest> strictly() {
    search();
    Optional<Manifest> newest = newest(true).or(() -> newest(false));
    Optional<BackupId> before = newest.map(Manifest::id);
    boolean unknown =
        unreadable
            .filter(
                each ->
                    before
                        .filter(
                            id ->
                                id.compareTo(each.id()) > 0
                                    || BackupClocks.ahead(each.id().time(), now))
                        .isEmpty())
            .isPresent();
    if (unknown) {
      throw unreadable.orElseThrow().reason();
    }
    return newest;
  }

  private Optional<Manifest> newest(boolean ofServer) {
    List<Manifest> some =
        read.stream().filter(each -> each.server().isPresent() == ofServer).toList();
    return some.isEmpty()
        ? Optional.empty()
        : Optional.of(BackupOrder.of(some, now).getLast().manifest());
  }

  private void search() {
    lastWritten().ifPresent(this::read);
    int doubted = 0;
    for (BackupId id : written.descendingKeySet()) {
      Optional<Manifest> manifest = read(id);
      if (manifest.flatMap(Manifest::server).isEmpty()) {
        continue;
      }
      Optional<BackupClocks.Doubt> doubt = BackupClocks.of(manifest.get(), now).doubt();
      if (doubt.isEmpty() || (!BackupClocks.ahead(id.time(), now) && ++doubted == MOST_DOUBTED)) {
        return;
      }
    }
  }

  private Optional<BackupId> lastWritten() {
    return written.entrySet().stream()
        .max(Map.Entry.<BackupId, Instant>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey);
  }

  private Optional<Manifest> read(BackupId id) {
    if (!asked.add(id)) {
      return read.stream().filter(each -> each.id().equals(id)).findFirst();
    }
    try {
      read.add(reading.apply(id));
      return Optional.of(read.getLast());
    } catch (BackupException e) {
      if (e.failure().isOfOneManifest()) {
        remember(id, e);
      } else if (e.failure() != Failure.BACKUP_NOT_FOUND) {
        throw e;
      }
      // Otherwise it is void, or was removed since it was listed.
      return Optional.empty();
    }
  }

  /** Of several, one that is not of the future, which must not stand in the way for ever. */
  private void remember(BackupId id, BackupException why) {
    boolean believed = !BackupClocks.ahead(id.time(), now);
    if (unreadable.isEmpty() || (believed && replaces(unreadable.get().id(), id))) {
      unreadable = Optional.of(new BackupEntry.Unreadable(id, why));
    }
  }

  private boolean replaces(BackupId before, BackupId id) {
    return BackupClocks.ahead(before.time(), now) || id.compareTo(before) > 0;
  }
}
