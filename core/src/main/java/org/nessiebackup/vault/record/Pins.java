package org.nessiebackup.vault.record;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.Memory;
import org.nessiebackup.vault.object.ParallelReader;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/** Which backups stay, whatever the policy. */
public final class Pins {
  private final ObjectStore store;
  private final Memory memory;

  /** Those in a store. */
  public Pins(ObjectStore store, Memory memory) {
    this.store = store;
    this.memory = memory;
  }

  /**
   * All pins. One that cannot be read is a pin all the same, without its reason: what somebody
   * wanted to keep is not removed because of a damaged note.
   */
  public Map<BackupId, Optional<Pin>> all() {
    try {
      List<StoredObject> objects =
          store.list(Layout.PINS).stream()
              .filter(object -> Layout.ofPin(object.name()).isPresent())
              .toList();
      Map<BackupId, Optional<Pin>> pins = new TreeMap<>();
      List<Optional<Pin>> read = ParallelReader.map(objects, object -> read(object).pin());
      for (int i = 0; i < read.size(); i++) {
        pins.put(Layout.ofPin(objects.get(i).name()).orElseThrow(), read.get(i));
      }
      return pins;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot list the pins", store);
    }
  }

  /** What an object has said. */
  private record Read(Optional<Pin> pin) {}

  private Read read(StoredObject object) {
    return memory.of(
        Read.class,
        object,
        () -> new Read(SmallObjects.find(store, object.name(), Pin.class)),
        read -> read.pin().isPresent());
  }

  /** Pins a backup; false if it was pinned already, which stays as it is. */
  public boolean add(Pin pin) {
    try {
      SmallObjects.put(store, Layout.pin(pin.backup()), Documents.write(pin));
      return true;
    } catch (ObjectExistsException e) {
      return false;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot pin \"" + pin.backup() + "\"", store);
    }
  }

  /** Releases a backup; false if it was not pinned. */
  public boolean remove(BackupId id) {
    String name = Layout.pin(id);
    try {
      boolean pinned = SmallObjects.exists(store, name);
      store.delete(name, Layout.lifetime(name));
      return pinned;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot release \"" + id + "\"", store);
    }
  }
}
