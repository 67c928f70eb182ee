package org.nessiebackup.vault.tip;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Documents.Enveloped;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.segment.KeyHash;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.access.SignatureCheck;
import org.nessiebackup.vault.access.VaultKeys;
import org.nessiebackup.vault.backups.ParentLookup;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.NumberedFolders;
import org.nessiebackup.vault.object.ParallelReader;
import org.nessiebackup.vault.object.Sight;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/** The tips of a vault. For several threads. */
public final class Tips {
  /** So many documents are held at a time where nobody needs all. */
  private static final int AT_ONCE = 64;

  private final ObjectStore store;
  private final VaultDescription vault;
  private final VaultKeys keys;
  private final SignatureCheck signatures;
  private final NumberedFolders folders;

  /**
   * Those in a store.
   *
   * @param signatures tells which are believed
   * @param sight how the vault is looked at
   */
  public Tips(
      ObjectStore store,
      VaultDescription vault,
      VaultKeys keys,
      SignatureCheck signatures,
      Sight sight) {
    this.store = store;
    this.vault = vault;
    this.keys = keys;
    this.signatures = signatures;
    this.folders = NumberedFolders.tips(store, sight);
  }

  /** What there is for each backup, whether or not that exists; by listings alone. */
  public NavigableMap<BackupId, StoredTips> stored() {
    return StoredTips.in(folders.totals());
  }

  /** The backups of which there may be tips, oldest first, whether or not they exist. */
  public NavigableSet<BackupId> bases() {
    return folders.names().stream()
        .flatMap(name -> Layout.baseOf(name).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * What lies in the folder of a backup's tips, in the order of numbers: one document for each, and
   * whatever else somebody has put there. What remains must be a beginning, so whoever removes some
   * begins with the last.
   */
  public List<StoredObject> objects(BackupId base) {
    return folders.list(Layout.tips(base));
  }

  /**
   * The newest tip of a backup, which is read alone: those before it may be missing or damaged.
   *
   * @throws BackupException as {@link #epoch}
   */
  public Optional<Tip> newest(ParentLookup.Identified base) {
    String folder = Layout.tips(base.manifest().id());
    long last = StoredTips.of(folders.totals(folder, true, listed -> {})).last();
    return last == 0 ? Optional.empty() : Optional.of(read(base, last).content());
  }

  /**
   * All tips of a backup that can be used. What ends them before the last one is told in the
   * result, if it is of the tips themselves.
   *
   * @throws BackupException if the vault cannot be read
   */
  public TipEpoch epoch(ParentLookup.Identified base) {
    List<Long> numbers = numbers(base.manifest().id());
    List<Outcome> outcomes = ParallelReader.map(numbers, number -> outcome(base, number));
    List<Tip> tips = new ArrayList<>();
    Optional<String> before = Optional.empty();
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.Unusable unusable -> {
          return new TipEpoch(base, tips, before, Optional.of(unusable.reason()));
        }
        case Outcome.Usable usable -> {
          Tip tip = usable.tip().content();
          if (tip.number() != tips.size() + 1 || !tip.place().previousSha256().equals(before)) {
            return new TipEpoch(base, tips, before, Optional.of(gap(base, tips.size() + 1L)));
          }
          tips.add(tip);
          before = Optional.of(usable.tip().envelope().sha256());
        }
      }
    }
    return new TipEpoch(base, tips, before, Optional.empty());
  }

  private sealed interface Outcome {
    record Usable(Enveloped<Tip> tip) implements Outcome {}

    record Unusable(BackupException reason) implements Outcome {}
  }

  private Outcome outcome(ParentLookup.Identified base, long number) {
    try {
      return new Outcome.Usable(read(base, number));
    } catch (BackupException e) {
      if (e.failure().isOfOneManifest()) {
        return new Outcome.Unusable(e);
      }
      throw e;
    }
  }

  private static BackupException gap(ParentLookup.Identified base, long number) {
    return damaged(
        "\"%s\" is missing, or those after it do not follow on it"
            .formatted(Layout.tip(base.manifest().id(), number)));
  }

  private static BackupException damaged(String message) {
    return Failure.DAMAGED.exception(
        message,
        "Tips before it can be used. Bring the file back from a copy of the vault, and take a"
            + " backup, which holds all that is there now.");
  }

  /**
   * A tip as it is stored.
   *
   * @param name of its object
   * @param bytes all of it
   * @param before the checksum that the tip before has of itself; absent for the first
   * @param sha256 the checksum that it has of itself
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  public record Document(String name, byte[] bytes, Optional<String> before, String sha256) {}

  /** Takes documents. */
  @FunctionalInterface
  public interface DocumentSink {
    /** The next one. */
    void accept(Document document) throws IOException;
  }

  /**
   * Reads the documents of tips from a number on, in order, up to the last that there is: each is
   * checked but for the one before.
   *
   * @throws BackupException as {@link #epoch}, also if one of them is damaged
   */
  public void documents(ParentLookup.Identified base, long from, DocumentSink sink)
      throws IOException {
    List<Long> numbers =
        numbers(base.manifest().id()).stream().filter(number -> number >= from).toList();
    for (int i = 0; i < numbers.size(); i += AT_ONCE) {
      List<Long> some = numbers.subList(i, Math.min(numbers.size(), i + AT_ONCE));
      for (Document each : ParallelReader.map(some, number -> document(base, number))) {
        sink.accept(each);
      }
    }
  }

  private Document document(ParentLookup.Identified base, long number) {
    String name = Layout.tip(base.manifest().id(), number);
    byte[] bytes = bytes(name);
    Enveloped<Tip> read = read(base, number, bytes);
    return new Document(
        name, bytes, read.content().place().previousSha256(), read.envelope().sha256());
  }

  private byte[] bytes(String name) {
    try {
      return SmallObjects.read(store, name);
    } catch (NoSuchObjectException e) {
      // Removed since it was listed.
      throw damaged("\"%s\" is missing".formatted(name));
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read \"" + name + "\"", store);
    }
  }

  private Enveloped<Tip> read(ParentLookup.Identified base, long number) {
    return read(base, number, bytes(Layout.tip(base.manifest().id(), number)));
  }

  /** Reads a tip, and checks it but for the one before. */
  private Enveloped<Tip> read(ParentLookup.Identified base, long number, byte[] bytes) {
    String name = Layout.tip(base.manifest().id(), number);
    Enveloped<Tip> enveloped = Documents.read(bytes, name, Tip.class);
    Tip tip = enveloped.content();
    boolean here =
        tip.vault().equals(vault.id())
            && tip.place().base().equals(base.manifest().id())
            && tip.place().baseSha256().equals(base.sha256())
            && tip.number() == number;
    if (!here) {
      throw damaged(
          "\"%s\" is tip %d of backup \"%s\" of vault %s, or of another one of that name"
              .formatted(name, tip.number(), tip.place().base(), tip.vault()));
    }
    signatures.check(
        new SignatureCheck.Signed(
            enveloped.envelope(), tip.protection(), tip.moment().seenAt(), name));
    return enveloped;
  }

  private List<Long> numbers(BackupId base) {
    return objects(base).stream()
        .flatMap(each -> Layout.numberOfTip(each.name()).stream().boxed())
        .sorted()
        .toList();
  }

  /**
   * The keys of the rows of objects in a tip, for which the host key will do.
   *
   * @throws BackupException {@link Failure#KEY_WRONG} if it is not the one they are encrypted for,
   *     {@link Failure#DAMAGED}
   */
  public List<KeyHash> keys(Tip tip) {
    Optional<TipRows> objects = tip.objects();
    if (objects.isEmpty()) {
      return List.of();
    }
    try (InputStream stored = new ByteArrayInputStream(objects.get().keyBytes());
        InputStream opened = keys.listDecryption(tip.protection()).decrypt(stored)) {
      byte[] bytes = opened.readNBytes(Documents.LARGEST);
      if (bytes.length != objects.get().rows() * KeyHash.BYTES) {
        throw damaged("tip %d has other keys than rows".formatted(tip.number()));
      }
      ByteBuffer all = ByteBuffer.wrap(bytes);
      List<KeyHash> found = new ArrayList<>();
      while (all.hasRemaining()) {
        found.add(KeyHash.read(all));
      }
      return found;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read the keys of tip " + tip.number(), store);
    }
  }

  /**
   * Goes on with the tips of a backup. Nobody else may do so at the same time; who does is noticed
   * when both publish the same number.
   *
   * @param epoch as it was read; without damage
   * @param tool name and version of the program
   * @throws BackupException {@link Failure#KEY_MISSING}, {@link Failure#KEY_WRONG} or {@link
   *     Failure#UNTRUSTED} if the keys do not allow to write
   */
  public TipWriter writer(TipEpoch epoch, String tool) {
    epoch
        .damage()
        .ifPresent(
            damage -> {
              throw damage;
            });
    keys.checkWriter();
    return new TipWriter(new TipWriter.Place(store, vault, keys), epoch, tool);
  }
}
