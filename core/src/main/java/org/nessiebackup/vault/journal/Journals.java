package org.nessiebackup.vault.journal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.EpochId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Documents.Enveloped;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.access.SignatureCheck;
import org.nessiebackup.vault.access.VaultKeys;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.Memory;
import org.nessiebackup.vault.object.ParallelReader;
import org.nessiebackup.vault.object.Sight;

/** The journal of a vault. For several threads. */
public final class Journals {
  /** So much well-kept clocks differ. */
  private static final Duration TOLERANCE = Duration.ofHours(1);

  private final JournalRoom room;

  /**
   * That in a store.
   *
   * @param signatures tells which documents are believed
   * @param sight how the vault is looked at
   */
  public Journals(
      ObjectStore store,
      VaultDescription vault,
      VaultKeys keys,
      SignatureCheck signatures,
      Sight sight) {
    this.room = new JournalRoom(store, vault, keys, signatures, sight);
  }

  /**
   * All epochs, oldest first: those that can be used, and those that cannot, as those are of which
   * there are files and no document.
   */
  public List<StoredEpoch> epochs() {
    return ParallelReader.map(List.copyOf(known().entrySet()), this::seen).stream()
        .filter(epoch -> !isGone(epoch))
        .toList();
  }

  private StoredEpoch seen(Map.Entry<EpochId, Optional<StoredObject>> known) {
    return known
        .getValue()
        .map(
            document ->
                room.sight()
                    .memory()
                    .of(
                        StoredEpoch.class,
                        document,
                        () -> stored(known.getKey()),
                        StoredEpoch.Usable.class::isInstance))
        .orElseGet(() -> stored(known.getKey()));
  }

  /** All that were listed, with their documents; absent where there are files and no document. */
  private NavigableMap<EpochId, Optional<StoredObject>> known() {
    NavigableMap<EpochId, Optional<StoredObject>> known = new TreeMap<>();
    documents().forEach((epoch, document) -> known.put(epoch, Optional.of(document)));
    for (String folder : room.folders().names()) {
      Layout.epochOf(folder)
          .filter(epoch -> !known.containsKey(epoch) && hasFiles(epoch))
          .ifPresent(epoch -> known.put(epoch, Optional.empty()));
    }
    return known;
  }

  private boolean hasFiles(EpochId epoch) {
    return !room.folders().list(Layout.journal(epoch)).isEmpty();
  }

  /** Whether it was removed since it was listed: its document is there longer than its files. */
  private boolean isGone(StoredEpoch epoch) {
    return epoch instanceof StoredEpoch.Unusable
        && !hasFiles(epoch.id())
        && room.isMissing(Layout.epoch(epoch.id()));
  }

  /**
   * The same without those that cannot be used and seem to be of the future, which would stand in
   * everybody's way for ever.
   */
  public List<StoredEpoch> believable() {
    return epochs().stream().filter(this::isBelievable).toList();
  }

  private boolean isBelievable(StoredEpoch epoch) {
    return epoch instanceof StoredEpoch.Usable || !isAhead(epoch.id());
  }

  /** What there is of each epoch, whether or not it has a document; by listings alone. */
  public NavigableMap<EpochId, StoredJournal> stored() {
    return StoredJournal.in(documents().values(), room.folders().totals());
  }

  /**
   * The newest epoch. One that cannot be used and seems to be of the future is passed over: nobody
   * could ever begin a newer one.
   */
  public Optional<StoredEpoch> newest() {
    return List.copyOf(known().navigableKeySet()).reversed().stream()
        .map(this::stored)
        .filter(epoch -> isBelievable(epoch) && !isGone(epoch))
        .findFirst();
  }

  private boolean isAhead(EpochId epoch) {
    return epoch.time().isAfter(room.sight().clock().instant().plus(TOLERANCE));
  }

  /** Where epochs are said to begin. */
  private NavigableMap<EpochId, StoredObject> documents() {
    NavigableMap<EpochId, StoredObject> documents = new TreeMap<>();
    for (StoredObject object : listed()) {
      Layout.ofEpoch(object.name()).ifPresent(epoch -> documents.put(epoch, object));
    }
    return documents;
  }

  private List<StoredObject> listed() {
    try {
      return room.store().list(Layout.EPOCHS);
    } catch (IOException e) {
      throw room.failure(e, "cannot list the journal");
    }
  }

  /**
   * Points that somebody has named, oldest first, without reading all files: those of the newest
   * files that are said to have some. Files that cannot be used, and those of which nothing such is
   * said, are passed over.
   *
   * @param files so many files at most
   */
  public List<JournalMark> marks(int files) {
    return new MarkedFiles(room.sight().memory(), this::usable).newest(listed(), files);
  }

  private Optional<JournalFiles> usable(EpochId epoch) {
    return switch (stored(epoch)) {
      case StoredEpoch.Usable usable -> Optional.of(files(usable));
      case StoredEpoch.Unusable unusable -> Optional.empty();
    };
  }

  private StoredEpoch stored(EpochId id) {
    try {
      return epoch(id);
    } catch (BackupException e) {
      if (e.failure().isOfOneManifest()) {
        return new StoredEpoch.Unusable(id, e);
      }
      throw e;
    }
  }

  /**
   * An epoch.
   *
   * @throws BackupException {@link Failure#DAMAGED}, {@link Failure#UNTRUSTED} or {@link
   *     Failure#FORMAT_UNSUPPORTED} if its document cannot be used
   */
  public StoredEpoch.Usable epoch(EpochId id) {
    String name = Layout.epoch(id);
    Enveloped<JournalEpoch> read = room.read(name, JournalEpoch.class);
    JournalEpoch epoch = read.content();
    if (!epoch.vault().equals(room.vault().id()) || !epoch.epoch().equals(id)) {
      throw JournalRoom.damaged(
          "\"%s\" is epoch \"%s\" of vault %s".formatted(name, epoch.epoch(), epoch.vault()));
    }
    room.signatures()
        .check(
            new SignatureCheck.Signed(read.envelope(), epoch.protection(), epoch.begunAt(), name));
    return new StoredEpoch.Usable(epoch, read.envelope().sha256());
  }

  /** The files of an epoch, as they are listed now. */
  public JournalFiles files(StoredEpoch.Usable epoch) {
    return new JournalFiles(room, epoch, mayGrow(epoch.id()));
  }

  /** Where nothing is remembered, that need not be found out. */
  private boolean mayGrow(EpochId epoch) {
    return room.sight().memory() == Memory.NONE || epoch.equals(documents().lastKey());
  }

  /**
   * The same.
   *
   * @throws BackupException as {@link #epoch}
   */
  public JournalFiles files(EpochId epoch) {
    return files(epoch(epoch));
  }

  /** Reads rows of files, which takes an identity where they are encrypted. */
  public JournalRowsReader rows(JournalFiles files) {
    return new JournalRowsReader(room, files);
  }

  /**
   * Begins an epoch.
   *
   * @param tool name and version of the program
   * @throws BackupException {@link Failure#KEY_MISSING}, {@link Failure#KEY_WRONG} or {@link
   *     Failure#UNTRUSTED} if the keys do not allow to write, {@link Failure#LOCKED} if another
   *     process has begun one at the same moment
   */
  public JournalWriter begin(JournalEpochDraft draft, String tool) {
    room.keys().checkWriter();
    JournalEpoch epoch =
        new JournalEpoch(
            room.vault().id(),
            tool,
            nextName(draft.begunAt()),
            draft.begunAt(),
            draft.source(),
            draft.slot(),
            draft.start(),
            draft.follows(),
            draft.references(),
            draft.objects(),
            room.protection());
    String sha256 = room.publish(Layout.epoch(epoch.epoch()), epoch);
    StoredEpoch.Usable begun = new StoredEpoch.Usable(epoch, sha256);
    return new JournalWriter(room, begun, JournalWriter.Reached.start(begun));
  }

  /** Greater than all there are, also where the server's clock was set back. */
  private EpochId nextName(Instant begunAt) {
    EpochId byClock = EpochId.create(begunAt);
    return newest()
        .map(StoredEpoch::id)
        .filter(newest -> newest.compareTo(byClock) >= 0)
        .map(newest -> EpochId.create(newest.time().plusSeconds(1)))
        .orElse(byClock);
  }

  /**
   * Goes on with an epoch, behind its last file, which alone is read. Nobody else may do so at the
   * same time; who does is noticed when both publish the same number.
   *
   * @throws BackupException as {@link #begin}; {@link Failure#LOCKED} if the epoch has ended,
   *     {@link Failure#DAMAGED} if its last file cannot be used, or one is missing
   */
  public JournalWriter resume(EpochId id) {
    room.keys().checkWriter();
    JournalFiles files = files(id);
    return new JournalWriter(room, files.epoch(), files.reached());
  }
}
