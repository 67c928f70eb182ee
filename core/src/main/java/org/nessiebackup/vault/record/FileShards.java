package org.nessiebackup.vault.record;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.Document;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.ShardDocument;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.access.SignatureCheck;
import org.nessiebackup.vault.access.VaultKeys;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.Layout.ShardName;
import org.nessiebackup.vault.object.ParallelReader;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/**
 * Checks of files that are shared out among processes. What all of them look at is written down by
 * the first of them, under a name that goes to one only; each writes down what it has found.
 */
public final class FileShards {
  /** Merged at once, or within days by somebody who looks into what went wrong. */
  private static final Duration KEPT = Duration.ofDays(30);

  private final ObjectStore store;
  private final VaultDescription vault;
  private final VaultKeys keys;
  private final SignatureCheck signatures;

  /**
   * Those in a store.
   *
   * @param signatures tells which documents are believed
   */
  public FileShards(
      ObjectStore store, VaultDescription vault, VaultKeys keys, SignatureCheck signatures) {
    this.store = store;
    this.vault = vault;
    this.keys = keys;
    this.signatures = signatures;
  }

  /**
   * A check that has begun.
   *
   * @param shards how many there are
   * @param plan what all of them look at
   */
  public record Begun(int shards, ShardDocument.Plan plan) {}

  /**
   * What there is of a shard.
   *
   * @param part its newest result that can be believed; absent if there is none
   * @param doubts why others count for nothing
   */
  public record Found(Optional<ShardDocument.Part> part, List<String> doubts) {
    private static final Found NOTHING = new Found(Optional.empty(), List.of());

    /** Takes its own copy of the list. */
    public Found {
      doubts = List.copyOf(doubts);
    }
  }

  /**
   * The check of a name; absent if none has begun.
   *
   * @throws BackupException {@link Failure#DAMAGED}, {@link Failure#UNTRUSTED} or the like if what
   *     it has begun with cannot be read or believed
   */
  public Optional<Begun> find(String run) {
    ShardName name = ShardName.plan(run);
    try {
      ShardDocument document = read(name);
      return Optional.of(
          new Begun(document.shards(), content(document, name, ShardDocument.Plan.class)));
    } catch (NoSuchObjectException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read \"" + name.object() + "\"", store);
    }
  }

  /**
   * Begins a check, unless another process has begun it meanwhile.
   *
   * @return what it has begun with, here or there
   * @throws BackupException if the keys do not allow to write, or the vault cannot be written
   */
  public Begun begin(String run, Begun wanted, WorkContext context) {
    ShardName name = ShardName.plan(run);
    try {
      SmallObjects.put(
          store, name.object(), document(name, wanted.shards(), wanted.plan(), context));
      return wanted;
    } catch (ObjectExistsException e) {
      return find(run).orElseThrow(() -> StoreErrors.translate(e, "cannot begin", store));
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot write \"" + name.object() + "\"", store);
    }
  }

  /**
   * Writes down what a shard has found. Earlier results of it stay, and count no longer.
   *
   * @throws BackupException if the keys do not allow to write, or the vault cannot be written
   */
  public void add(String run, int shard, int shards, ShardDocument.Part part, WorkContext context) {
    ShardName name = ShardName.part(run, shard, context.clock().instant());
    try {
      SmallObjects.publish(store, name.object(), document(name, shards, part, context));
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot write \"" + name.object() + "\"", store);
    }
  }

  private byte[] document(ShardName name, int shards, Document content, WorkContext context)
      throws IOException {
    keys.checkWriter();
    ShardDocument document =
        new ShardDocument(
            name.run(),
            vault.id(),
            context.tool(),
            new Protection(vault.encryption(), keys.settings().current().number()),
            context.clock().instant(),
            name.shard(),
            shards,
            new SealedContent(keys).seal(content));
    return Documents.write(document, keys.signer());
  }

  /** What there is of each shard of a check, by its number. */
  public Map<Integer, Found> parts(String run, int shards) {
    Map<Integer, List<ShardName>> newestFirst = new TreeMap<>();
    objects(Layout.shards(run)).stream()
        .flatMap(object -> Layout.ofShard(object.name()).stream())
        .filter(name -> name.shard() > 0 && name.shard() <= shards)
        .sorted(Comparator.comparing(ShardName::moment).reversed())
        .forEach(
            name -> newestFirst.computeIfAbsent(name.shard(), key -> new ArrayList<>()).add(name));
    List<Integer> numbers = List.copyOf(newestFirst.keySet());
    List<Found> found =
        ParallelReader.map(numbers, number -> newest(newestFirst.get(number), shards));
    Map<Integer, Found> parts = new TreeMap<>();
    for (int shard = 1; shard <= shards; shard++) {
      int place = numbers.indexOf(shard);
      parts.put(shard, place < 0 ? Found.NOTHING : found.get(place));
    }
    return parts;
  }

  private Found newest(List<ShardName> newestFirst, int shards) {
    List<String> doubts = new ArrayList<>();
    for (ShardName name : newestFirst) {
      try {
        ShardDocument document = read(name);
        if (document.shards() == shards) {
          return new Found(Optional.of(content(document, name, ShardDocument.Part.class)), doubts);
        }
        doubts.add("\"%s\" is of %d shards".formatted(name.object(), document.shards()));
      } catch (NoSuchObjectException gone) {
        doubts.add("\"%s\" is gone".formatted(name.object()));
      } catch (BackupException e) {
        if (!e.failure().isOfOneManifest()) {
          throw e;
        }
        doubts.add(e.getMessage());
      } catch (IOException e) {
        throw StoreErrors.translate(e, "cannot read \"" + name.object() + "\"", store);
      }
    }
    return new Found(Optional.empty(), doubts);
  }

  /** Reads one that lies where it belongs, and was written by somebody who may. */
  private ShardDocument read(ShardName name) throws IOException {
    Documents.Enveloped<ShardDocument> found =
        SmallObjects.read(store, name.object(), ShardDocument.class);
    ShardDocument document = found.content();
    signatures.check(
        new SignatureCheck.Signed(
            found.envelope(), document.protection(), document.written(), name.object()));
    if (!document.vault().equals(vault.id())
        || !document.run().equals(name.run())
        || document.shard() != name.shard()) {
      throw Failure.UNTRUSTED.exception(
          "\"%s\" is shard %d of check \"%s\" of vault %s, and does not belong there"
              .formatted(name.object(), document.shard(), document.run(), document.vault()),
          "Somebody may have put it there who should not. Find out who can write to the vault.");
    }
    return document;
  }

  private <T extends Document> T content(ShardDocument document, ShardName name, Class<T> type) {
    try {
      return new SealedContent(keys)
          .open(document.contentBytes(), document.protection(), name.object(), type);
    } catch (IOException e) {
      throw Failure.KEY_WRONG.exception(
          "\"%s\" cannot be decrypted: %s".formatted(name.object(), e.getMessage()),
          "Give the identity that backups of this vault are encrypted for with --identity.",
          e);
    }
  }

  private List<StoredObject> objects(String folder) {
    try {
      return store.list(folder).stream()
          .filter(object -> Layout.ofShard(object.name()).isPresent())
          .toList();
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot list the shards below \"" + folder + "\"", store);
    }
  }

  /** What may go: checks of which nothing was written for a month. */
  public List<StoredObject> obsolete(Instant now) {
    List<StoredObject> all = objects(Layout.SHARDS);
    Map<String, Instant> newest = new HashMap<>();
    all.forEach(object -> newest.merge(run(object), object.modified(), FileShards::later));
    return all.stream()
        .filter(object -> newest.get(run(object)).isBefore(now.minus(KEPT)))
        .toList();
  }

  private static String run(StoredObject object) {
    return Layout.ofShard(object.name()).orElseThrow().run();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
