package org.nessiebackup.imports;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.Upload;
import org.nessiebackup.vault.Vault;

/** A vault in memory, for many imports in little time; one thread. */
public final class MemoryVault implements ObjectStore {
  private final SortedMap<String, byte[]> objects = new TreeMap<>();

  /** A vault in this store. */
  public Vault vault() {
    return Vault.create(this, "a vault", Instant.EPOCH, "nessie-backup test");
  }

  /** The names of all objects but the vault's description. */
  public List<String> backupObjects() {
    return objects.keySet().stream().filter(name -> name.startsWith("backups/")).toList();
  }

  /** Changes the bytes of all objects whose names end in a certain way. */
  public void damage(String suffix, java.util.function.UnaryOperator<byte[]> change) {
    objects.replaceAll((name, bytes) -> name.endsWith(suffix) ? change.apply(bytes) : bytes);
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public Upload create(String name) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    return new Upload() {
      @Override
      public OutputStream body() {
        return body;
      }

      @Override
      public void commit() {
        objects.put(name, body.toByteArray());
      }

      @Override
      public void close() {
        body.reset();
      }
    };
  }

  @Override
  public InputStream open(String name) throws IOException {
    byte[] bytes = objects.get(name);
    if (bytes == null) {
      throw new NoSuchObjectException("no \"" + name + "\"", null);
    }
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public List<StoredObject> list(String prefix) {
    return objects.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(entry -> new StoredObject(entry.getKey(), entry.getValue().length, Instant.EPOCH))
        .toList();
  }

  @Override
  public void delete(String name) {
    objects.remove(name);
  }
}
