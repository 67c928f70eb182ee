package org.nessiebackup.testing;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.nessiebackup.store.Lifetime;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;
import org.nessiebackup.store.Upload;

/**
 * A store in front of another one with folders in which very many numbered documents lie, as far as
 * listings say: nobody has made them, so nobody can read them. Counts what it is asked.
 */
public final class CrowdedStore implements ObjectStore {
  private final ObjectStore inner;
  private final Map<String, Integer> folders = new TreeMap<>();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong names = new AtomicLong();

  /** Has what {@code inner} has. */
  public CrowdedStore(ObjectStore inner) {
    this.inner = inner;
  }

  /** From now on a folder seems to have documents up to that number, from 2. */
  public void crowd(String folder, int last) {
    folders.put(folder, last);
  }

  /** A folder is as it is. */
  public void clear(String folder) {
    folders.remove(folder);
  }

  /** Counts from here on. */
  public void begin() {
    calls.set(0);
    names.set(0);
  }

  /** How many calls there were. */
  public long calls() {
    return calls.get();
  }

  /** How many names listings have had. */
  public long names() {
    return names.get();
  }

  @Override
  public String location() {
    return inner.location();
  }

  @Override
  public Upload create(String name, Lifetime lifetime) throws IOException {
    return inner.create(name, lifetime);
  }

  @Override
  public InputStream open(String name) throws IOException {
    calls.incrementAndGet();
    return inner.open(name);
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    List<StoredObject> found = new ArrayList<>(inner.list(prefix));
    folders.forEach((folder, last) -> add(found, prefix, folder, last));
    found.sort(Comparator.comparing(StoredObject::name));
    calls.incrementAndGet();
    names.addAndGet(found.size());
    return found;
  }

  private static void add(List<StoredObject> found, String prefix, String folder, int last) {
    if (!folder.startsWith(prefix) && !prefix.startsWith(folder)) {
      return;
    }
    for (int number = 2; number <= last; number++) {
      String digits = Integer.toString(number);
      String name = folder + "0".repeat(12 - digits.length()) + digits + ".json";
      if (name.startsWith(prefix)) {
        found.add(new StoredObject(name, 2_000, Instant.ofEpochSecond(number)));
      }
    }
  }

  @Override
  public List<String> folders(String prefix) throws IOException {
    List<String> found = inner.folders(prefix);
    calls.incrementAndGet();
    names.addAndGet(found.size());
    return found;
  }

  @Override
  public void delete(String name, Lifetime lifetime) throws IOException {
    inner.delete(name, lifetime);
  }

  @Override
  public boolean supportsConditionalPut() throws IOException {
    return inner.supportsConditionalPut();
  }

  @Override
  public List<UnfinishedUpload> unfinished() throws IOException {
    return inner.unfinished();
  }

  @Override
  public void discard(UnfinishedUpload upload) throws IOException {
    inner.discard(upload);
  }
}
