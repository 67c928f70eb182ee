package org.nessiebackup.vault.tip;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.segment.KeyHash;
import org.nessiebackup.segment.SegmentDictionary;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.access.VaultKeys;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/**
 * Writes the next tips of a backup, one after the other. After an exception of {@link #publish}
 * nobody knows whether that tip is there: the epoch is to be read again, and another writer made.
 */
public final class TipWriter {
  private final Place place;
  private final BackupId base;
  private final String baseSha256;
  private final String tool;
  private final RowHistory references = new ReferenceHistory();
  private RowHistory objects = new ObjectHistory(Optional.empty());
  private long number;
  private Optional<String> checksum;

  /** Where tips are written, and with which keys. */
  record Place(ObjectStore store, VaultDescription vault, VaultKeys keys) {}

  TipWriter(Place place, TipEpoch epoch, String tool) {
    this.place = place;
    this.base = epoch.base().manifest().id();
    this.baseSha256 = epoch.base().sha256();
    this.tool = tool;
    this.number = epoch.tips().size();
    this.checksum = epoch.checksum();
  }

  /** Whether tips may still follow on each other. */
  public enum Standing {
    /** All is as it was. */
    GOOD,
    /** The backup was removed, and tips are of no use without it. */
    BASE_GONE,
    /** Somebody has changed who can read or sign from now on; the vault is to be opened again. */
    SETTINGS_CHANGED
  }

  /** Looks whether the vault is what it was. */
  public Standing standing() {
    try {
      if (!SmallObjects.exists(place.store(), Layout.manifest(base))) {
        return Standing.BASE_GONE;
      }
      int known = place.keys().settings().current().number();
      return SmallObjects.exists(place.store(), Layout.settings(known + 1))
          ? Standing.SETTINGS_CHANGED
          : Standing.GOOD;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot look at the vault", place.store());
    }
  }

  /**
   * Compresses objects with the dictionary of a backup from now on, and with those of tips.
   *
   * @param backup the backup that has it, one of the chain
   */
  public void compressWith(BackupId backup, SegmentDictionary dictionary) {
    objects = new ObjectHistory(Optional.of(new ObjectHistory.Backup(backup, dictionary)));
  }

  /**
   * Begins the rows of the table of references, for the next tip.
   *
   * @param fields the number of fields of each row
   */
  public TipEncoder references(int fields) {
    return encoder(references, fields);
  }

  /** The same for the table of objects. */
  public TipEncoder objects(int fields) {
    return encoder(objects, fields);
  }

  private TipEncoder encoder(RowHistory history, int fields) {
    try {
      return new TipEncoder(history.next(), place.keys().encoding().encryption(), fields);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot begin a tip", place.store());
    }
  }

  /**
   * Objects of a tip.
   *
   * @param rows all given
   * @param keys those of the rows, which whoever goes on with the tips can read
   */
  public record NewObjects(TipEncoder rows, Collection<KeyHash> keys) {}

  /**
   * Makes a tip: the one step after which it is there.
   *
   * @param moment whose state it is
   * @param allReferences absent if they are what they were
   * @param newObjects absent if there are none
   * @throws BackupException {@link Failure#LOCKED} if another process has published a tip of that
   *     number, or because the vault cannot be written
   */
  public Tip publish(
      Tip.Moment moment, Optional<TipEncoder> allReferences, Optional<NewObjects> newObjects) {
    try {
      Optional<TipEncoder.Rows> pointing =
          allReferences.isEmpty() ? Optional.empty() : Optional.of(allReferences.get().finish());
      Optional<TipEncoder.Rows> pointed =
          newObjects.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  newObjects
                      .get()
                      .rows()
                      .finish(newObjects.get().keys(), place.keys().hostEncryption()));
      Tip tip =
          new Tip(
              place.vault().id(),
              tool,
              new Tip.Place(base, baseSha256, number + 1, checksum),
              moment,
              protection(),
              pointing.map(TipEncoder.Rows::stored),
              pointed.map(TipEncoder.Rows::stored));
      publish(tip);
      pointing.ifPresent(rows -> references.published(number, rows.stored(), rows.raw()));
      pointed.ifPresent(rows -> objects.published(number, rows.stored(), rows.raw()));
      return tip;
    } catch (IOException e) {
      throw StoreErrors.translate(
          e, "cannot store tip %d of backup \"%s\"".formatted(number + 1, base), place.store());
    }
  }

  private Protection protection() {
    return new Protection(place.vault().encryption(), place.keys().settings().current().number());
  }

  private void publish(Tip tip) throws IOException {
    String name = Layout.tip(base, tip.number());
    byte[] document = Documents.write(tip, place.keys().signer());
    String written = Documents.checksum(document, name);
    SmallObjects.publish(place.store(), name, document);
    number = tip.number();
    checksum = Optional.of(written);
  }
}
