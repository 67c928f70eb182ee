package org.nessiebackup.store.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.store.Lifetime;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectLockedException;
import org.nessiebackup.store.ObjectName;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;
import org.nessiebackup.store.Upload;

/** A bucket, or what is below a prefix in one, as a store. No bucket is ever made. */
public final class BucketStore implements ObjectStore {
  private static final String PROBES = "probe/";

  private final BucketRequests requests;
  private final BucketPlace place;
  private final BucketCaller caller;

  /** A store at a place. Nothing is requested yet. */
  public BucketStore(BucketRequests requests, BucketPlace place, Retrier retrier) {
    this.requests = requests;
    this.place = place;
    this.caller = new BucketCaller(requests::failure, retrier);
  }

  @Override
  public String location() {
    return place.address();
  }

  @Override
  public Upload create(String name, Lifetime lifetime) throws IOException {
    return new BucketUpload(requests, caller, place, ObjectName.check(name), lifetime);
  }

  @Override
  public InputStream open(String name) throws IOException {
    String key = place.key(ObjectName.check(name));
    ObjectContent content =
        caller.call(
            "cannot read \"" + name + "\"",
            () -> requests.open(key),
            BucketFailure.Kind.MISSING,
            e -> new NoSuchObjectException("no \"" + name + "\" in " + location(), e));
    return new BucketInput(requests, caller, name, key, content);
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    List<StoredObject> found = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      Optional<String> next = token;
      ObjectPage page = caller.call("cannot list", () -> requests.list(place.key(prefix), next));
      for (StoredObject object : page.objects()) {
        String name = place.name(object.name());
        if (ObjectName.isValid(name)) {
          found.add(new StoredObject(name, object.size(), object.modified()));
        }
      }
      token = page.next();
    } while (token.isPresent());
    found.sort(Comparator.comparing(StoredObject::name));
    return found;
  }

  @Override
  public List<String> folders(String prefix) throws IOException {
    NavigableSet<String> found = new TreeSet<>();
    Optional<String> token = Optional.empty();
    do {
      Optional<String> next = token;
      FolderPage page = caller.call("cannot list", () -> requests.folders(place.key(prefix), next));
      page.prefixes().stream()
          .map(place::name)
          .filter(name -> ObjectName.isValid(name.substring(0, name.length() - 1)))
          .forEach(found::add);
      token = page.next();
    } while (token.isPresent());
    return List.copyOf(found);
  }

  /**
   * In a bucket with versions this hides the object, and the bucket's own rules remove it later. So
   * a locked one could be hidden as well; that is refused, since it would go on costing money
   * unseen. At worst a transient one is hidden, which does no harm.
   */
  @Override
  public void delete(String name, Lifetime lifetime) throws IOException {
    String key = place.key(ObjectName.check(name));
    if (lifetime == Lifetime.KEPT && requests.needsLook()) {
      switch (caller.call("cannot look at \"" + name + "\"", () -> requests.look(key))) {
        case KeyState.Missing gone -> {
          return;
        }
        case KeyState.Present present -> {
          if (present.lock().isPresent()) {
            throw locked(name, " " + present.lock().get(), null);
          }
        }
      }
    }
    caller.call(
        "cannot remove \"" + name + "\"",
        () -> {
          requests.delete(key);
          return key;
        },
        BucketFailure.Kind.LOCKED,
        e -> locked(name, "", e));
  }

  private ObjectLockedException locked(String name, String how, Exception cause) {
    return new ObjectLockedException(
        "\"%s\" is locked in %s%s".formatted(name, location(), how), cause);
  }

  @Override
  public boolean supportsConditionalPut() throws IOException {
    return caller.call(
        "cannot try conditional puts", () -> requests.supportsConditionalPut(place.key(PROBES)));
  }

  @Override
  public List<UnfinishedUpload> unfinished() throws IOException {
    return caller
        .call("cannot list unfinished uploads", () -> requests.unfinished(place.key("")))
        .stream()
        .map(it -> new UnfinishedUpload(place.name(it.name()), it.handle(), it.begun()))
        .filter(upload -> ObjectName.isValid(upload.name()))
        .sorted(
            Comparator.comparing(UnfinishedUpload::name).thenComparing(UnfinishedUpload::handle))
        .toList();
  }

  @Override
  public void discard(UnfinishedUpload upload) throws IOException {
    String key = place.key(ObjectName.check(upload.name()));
    caller.run(
        "cannot discard the unfinished \"" + upload.name() + "\"",
        () -> requests.discard(key, upload.handle()));
  }

  @Override
  public void close() {
    requests.close();
  }
}
