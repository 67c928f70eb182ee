package org.nessiebackup.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A store for tests that lives as long as the object. Its clock is a counter of seconds since 1970.
 */
public final class MemoryStore implements ObjectStore {
  private static final class Entry {
    private final byte[] bytes;
    private final Instant modified;

    Entry(byte[] bytes, Instant modified) {
      this.bytes = bytes;
      this.modified = modified;
    }
  }

  private final ConcurrentSkipListMap<String, Entry> objects = new ConcurrentSkipListMap<>();
  private final Map<String, UnfinishedUpload> uploads = new ConcurrentSkipListMap<>();
  private final Set<String> locked = ConcurrentHashMap.newKeySet();
  private final AtomicLong seconds = new AtomicLong();
  private final String location;

  /** A store that is empty. */
  public MemoryStore() {
    this("memory");
  }

  /** One that is told from others by its name. */
  public MemoryStore(String location) {
    this.location = location;
  }

  /** One whose clock begins at another moment than 1970. */
  public static MemoryStore withClock(Instant begin) {
    MemoryStore store = new MemoryStore();
    store.seconds.set(begin.getEpochSecond());
    return store;
  }

  /** A store of its own with the objects of now; what is unfinished or locked here is not there. */
  public MemoryStore copy() {
    MemoryStore copy = new MemoryStore(location);
    copy.objects.putAll(objects);
    copy.seconds.set(seconds.get());
    return copy;
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public Upload create(String name, Lifetime lifetime) throws IOException {
    if (objects.containsKey(ObjectName.check(name))) {
      throw new ObjectExistsException("\"" + name + "\" exists in memory", null);
    }
    return new MemoryUpload(name);
  }

  @Override
  public InputStream open(String name) throws IOException {
    return new ByteArrayInputStream(bytes(name));
  }

  @Override
  public List<StoredObject> list(String prefix) {
    return objects.tailMap(prefix).entrySet().stream()
        .takeWhile(object -> object.getKey().startsWith(prefix))
        .map(
            object ->
                new StoredObject(
                    object.getKey(), object.getValue().bytes.length, object.getValue().modified))
        .toList();
  }

  @Override
  public void delete(String name, Lifetime lifetime) throws IOException {
    if (locked.contains(name)) {
      throw new ObjectLockedException("\"" + name + "\" is locked in memory", null);
    }
    objects.remove(ObjectName.check(name));
  }

  @Override
  public boolean supportsConditionalPut() {
    return true;
  }

  @Override
  public List<UnfinishedUpload> unfinished() {
    return List.copyOf(uploads.values());
  }

  @Override
  public void discard(UnfinishedUpload upload) {
    uploads.remove(upload.handle());
  }

  /** Lets nobody delete an object. */
  public void lock(String name) {
    locked.add(name);
  }

  /** A copy of an object. */
  public byte[] bytes(String name) throws IOException {
    Entry entry = objects.get(ObjectName.check(name));
    if (entry == null) {
      throw new NoSuchObjectException("no \"" + name + "\" in memory", null);
    }
    return entry.bytes.clone();
  }

  /** Puts bytes in the place of an object, as no user of the contract can: for tests of damage. */
  public void overwrite(String name, byte[] bytes) throws IOException {
    objects.put(ObjectName.check(name), entry(bytes));
  }

  private Entry entry(byte[] bytes) {
    return new Entry(bytes.clone(), Instant.ofEpochSecond(seconds.incrementAndGet()));
  }

  private final class MemoryUpload implements Upload {
    private final String name;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private final UnfinishedUpload unfinished;

    MemoryUpload(String name) {
      this.name = name;
      long second = seconds.incrementAndGet();
      unfinished = new UnfinishedUpload(name, Long.toString(second), Instant.ofEpochSecond(second));
      uploads.put(unfinished.handle(), unfinished);
    }

    @Override
    public OutputStream body() {
      return body;
    }

    @Override
    public void commit() throws IOException {
      uploads.remove(unfinished.handle());
      if (objects.putIfAbsent(name, entry(body.toByteArray())) != null) {
        throw new ObjectExistsException("\"" + name + "\" exists in memory", null);
      }
    }

    @Override
    public void close() {
      uploads.remove(unfinished.handle());
    }
  }
}
