package org.nessiebackup.vault.record;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.JournalProofRecord;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.ObjectUnreadableException;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.access.SignatureCheck;
import org.nessiebackup.vault.access.VaultKeys;
import org.nessiebackup.vault.backups.BackupClocks;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.ParallelReader;
import org.nessiebackup.vault.object.Sight;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/**
 * Results of proving the journal. What they say is not done again, so only those count that were
 * signed by somebody who may write backups; all others prove nothing.
 */
public final class JournalProofs {
  private final ObjectStore store;
  private final VaultDescription vault;
  private final VaultKeys keys;
  private final SignatureCheck signatures;
  private final Sight sight;

  /**
   * Those in a store.
   *
   * @param signatures tells which are believed
   * @param sight one that is yet to come by its clock counts for nothing
   */
  public JournalProofs(
      ObjectStore store,
      VaultDescription vault,
      VaultKeys keys,
      SignatureCheck signatures,
      Sight sight) {
    this.store = store;
    this.vault = vault;
    this.keys = keys;
    this.signatures = signatures;
    this.sight = sight;
  }

  /**
   * What came of a proof.
   *
   * @param sound whether nothing was wrong; absent if not all was looked at yet
   * @param stretches what is proven
   * @param unproven what is not
   */
  public record Result(
      Optional<Boolean> sound,
      List<JournalProofRecord.Stretch> stretches,
      List<JournalProofRecord.Unproven> unproven) {
    /** Takes its own copies of the lists. */
    public Result {
      stretches = List.copyOf(stretches);
      unproven = List.copyOf(unproven);
    }
  }

  /**
   * Writes a result down. Where the vault cannot be written, or the key is not there that signs,
   * that is a warning: somebody who may only read it proves just as well.
   */
  public void note(Result result, WorkContext context) {
    Instant now = context.clock().instant();
    String name = Layout.proof(now);
    try {
      keys.checkWriter();
      JournalProofRecord record =
          new JournalProofRecord(
              vault.id(),
              context.tool(),
              new Protection(vault.encryption(), keys.settings().current().number()),
              now,
              result.sound(),
              result.stretches(),
              result.unproven());
      SmallObjects.put(store, name, Documents.write(record, keys.signer()));
    } catch (IOException e) {
      warn(StoreErrors.translate(e, "cannot write \"" + name + "\"", store), context);
    } catch (BackupException e) {
      warn(e, context);
    }
  }

  private static void warn(BackupException reason, WorkContext context) {
    context.progress().warning("the result is not written down: " + reason.getMessage());
  }

  /**
   * When the journal was last proven.
   *
   * @param newest the newest proof that looked at all, whatever came of it
   * @param newestPassed the newest one that found nothing wrong, and something proven
   * @param ahead how many are of a moment that is yet to come, and count for nothing
   */
  public record History(
      Optional<JournalProofRecord> newest, Optional<JournalProofRecord> newestPassed, int ahead) {
    /** Nobody has ever proven one. */
    public static final History NONE = new History(Optional.empty(), Optional.empty(), 0);
  }

  /** The newest proofs. */
  public History history() {
    List<Stored> all = all();
    return new History(
        newestFinished(all).map(Stored::record),
        newestPassed(all).map(Stored::record),
        (int) all.stream().filter(this::ahead).count());
  }

  /**
   * What is proven.
   *
   * @param places for each stretch the places of its backups
   */
  public record Proven(List<Map<BackupId, Integer>> places) {
    /** Nothing. */
    public static final Proven NOTHING = new Proven(List.of());

    /** Takes its own copy of the list. */
    public Proven {
      places = List.copyOf(places);
    }

    private static Proven of(Stream<JournalProofRecord.Stretch> stretches) {
      return new Proven(stretches.map(Proven::places).toList());
    }

    private static Map<BackupId, Integer> places(JournalProofRecord.Stretch stretch) {
      Map<BackupId, Integer> places = new HashMap<>();
      stretch.backups().forEach(backup -> places.put(backup, places.size()));
      return places;
    }

    /**
     * Whether the journal leads from a backup to a later one; what lay between them may be gone.
     */
    public boolean leads(BackupId from, BackupId to) {
      return places.stream()
          .anyMatch(
              each ->
                  each.containsKey(from) && each.containsKey(to) && each.get(from) < each.get(to));
    }
  }

  /** All that is proven, by whichever proof. */
  public Proven proven() {
    return Proven.of(
        all().stream()
            .filter(each -> !ahead(each))
            .flatMap(each -> each.record().stretches().stream()));
  }

  /** What may go: all but the newest, the newest that looked at all, and the newest that passed. */
  public List<StoredObject> obsolete() {
    List<Stored> all = all();
    Set<String> kept =
        Stream.of(newest(all.stream()), newestFinished(all), newestPassed(all))
            .flatMap(Optional::stream)
            .map(each -> each.object().name())
            .collect(Collectors.toCollection(HashSet::new));
    return all.stream()
        .map(Stored::object)
        .filter(object -> !kept.contains(object.name()))
        .toList();
  }

  /** A record, and the object that holds it. */
  private record Stored(StoredObject object, JournalProofRecord record) {}

  /** What an object has said, if that is believed. */
  private record Read(Optional<JournalProofRecord> record) {}

  private List<Stored> all() {
    return ParallelReader.map(objects(), this::read).stream().flatMap(Optional::stream).toList();
  }

  private List<StoredObject> objects() {
    try {
      return store.survey(Layout.PROOFS).objects().stream()
          .filter(object -> Layout.isProof(object.name()))
          .toList();
    } catch (IOException e) {
      throw StoreErrors.translate(
          e, "cannot list the records below \"" + Layout.PROOFS + "\"", store);
    }
  }

  private Optional<Stored> read(StoredObject object) {
    return sight
        .memory()
        .of(
            Read.class,
            object,
            () -> new Read(believed(object.name())),
            read -> read.record().isPresent())
        .record()
        .map(record -> new Stored(object, record));
  }

  private Optional<JournalProofRecord> believed(String name) {
    try {
      Documents.Enveloped<JournalProofRecord> found =
          SmallObjects.read(store, name, JournalProofRecord.class);
      JournalProofRecord record = found.content();
      signatures.check(
          new SignatureCheck.Signed(found.envelope(), record.protection(), record.at(), name));
      return Optional.of(record)
          .filter(each -> each.vault().equals(vault.id()))
          .filter(each -> Layout.proof(each.at()).equals(name));
    } catch (NoSuchObjectException | AccessRefusedException | ObjectUnreadableException gone) {
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

  private boolean ahead(Stored stored) {
    return BackupClocks.ahead(stored.record().at(), sight.clock().instant());
  }

  private Optional<Stored> newest(Stream<Stored> some) {
    return some.filter(each -> !ahead(each)).max(Comparator.comparing(each -> each.record().at()));
  }

  private Optional<Stored> newestFinished(List<Stored> all) {
    return newest(all.stream().filter(each -> each.record().finished()));
  }

  private Optional<Stored> newestPassed(List<Stored> all) {
    return newest(all.stream().filter(each -> each.record().passed()));
  }
}
