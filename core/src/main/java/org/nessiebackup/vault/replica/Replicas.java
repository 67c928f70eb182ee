package org.nessiebackup.vault.replica;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.access.SignatureCheck;
import org.nessiebackup.vault.access.VaultKeys;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.ParallelReader;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/**
 * The replicas of a vault's catalog. A document that is damaged, or signed by nobody who is
 * trusted, is passed over: it proves nothing, and must keep nobody from a backup.
 */
public final class Replicas {
  private final ObjectStore store;
  private final VaultDescription vault;
  private final VaultKeys keys;
  private final SignatureCheck signatures;

  /**
   * Those in a store.
   *
   * @param signatures tells which documents are believed
   */
  public Replicas(
      ObjectStore store, VaultDescription vault, VaultKeys keys, SignatureCheck signatures) {
    this.store = store;
    this.vault = vault;
    this.keys = keys;
    this.signatures = signatures;
  }

  /** The newest state of each, by name. */
  public List<ReplicaState> newest() {
    return all().stream()
        .collect(
            Collectors.groupingBy(
                state -> state.head().name(),
                Collectors.maxBy(Comparator.comparingInt(state -> state.head().number()))))
        .values()
        .stream()
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(state -> state.head().name()))
        .toList();
  }

  /** The newest state of one; absent if there was never one of that name. */
  public Optional<ReplicaState> newest(String name) {
    return newest().stream().filter(state -> state.head().name().equals(name)).findFirst();
  }

  /** Which server has the catalog. */
  public Primacy primacy() {
    return Primacy.of(all());
  }

  private List<ReplicaState> all() {
    return ParallelReader.map(names(), this::read).stream().flatMap(Optional::stream).toList();
  }

  private List<Layout.ReplicaName> names() {
    try {
      return store.list(Layout.REPLICAS).stream()
          .map(StoredObject::name)
          .flatMap(name -> Layout.ofReplica(name).stream())
          .toList();
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot list the replicas", store);
    }
  }

  private Optional<ReplicaState> read(Layout.ReplicaName name) {
    try {
      Documents.Enveloped<ReplicaState> found =
          SmallObjects.read(store, name.object(), ReplicaState.class);
      ReplicaState.Head head = found.content().head();
      signatures.check(
          new SignatureCheck.Signed(found.envelope(), head.protection(), head.at(), name.object()));
      return Optional.of(found.content())
          .filter(state -> head.vault().equals(vault.id()))
          .filter(state -> new Layout.ReplicaName(head.name(), head.number()).equals(name));
    } catch (NoSuchObjectException gone) {
      return Optional.empty();
    } catch (BackupException e) {
      if (e.failure().isOfOneManifest()) {
        return Optional.empty();
      }
      throw e;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read \"" + name.object() + "\"", store);
    }
  }

  /** Who can read backups that are taken now, which each state says of its moment. */
  public Protection protection() {
    return new Protection(vault.encryption(), keys.settings().current().number());
  }

  /**
   * Writes down what has become of a replica.
   *
   * @param name the replica's
   * @param state makes the document of its number
   * @throws BackupException {@link Failure#KEY_MISSING}, {@link Failure#KEY_WRONG} or {@link
   *     Failure#UNTRUSTED} if the keys do not allow to write, {@link Failure#LOCKED} if another
   *     process has written one at the same moment
   */
  public ReplicaState add(String name, Function<Integer, ReplicaState> state) {
    keys.checkWriter();
    int number =
        names().stream()
            .filter(each -> each.name().equals(name))
            .mapToInt(Layout.ReplicaName::number)
            .max()
            .orElse(0);
    ReplicaState next = state.apply(number + 1);
    String object = new Layout.ReplicaName(name, number + 1).object();
    try {
      SmallObjects.publish(store, object, Documents.write(next, keys.signer()));
      return next;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot write \"" + object + "\"", store);
    }
  }
}
