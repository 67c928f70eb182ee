package org.nessiebackup.vault;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.ObjectUnreadableException;
import org.nessiebackup.store.StoredObject;

/** Which backups stay, whatever the policy. */
public final class Pins {
  private final ObjectStore store;

  Pins(ObjectStore store) {
    this.store = store;
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
      List<Optional<Pin>> read = ParallelReading.map(objects, this::read);
      for (int i = 0; i < read.size(); i++) {
        pins.put(Layout.ofPin(objects.get(i).name()).orElseThrow(), read.get(i));
      }
      return pins;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot list the pins", store);
    }
  }

  private Optional<Pin> read(StoredObject object) {
    try {
      return Optional.of(
          Documents.read(SmallObjects.read(store, object.name()), object.name(), Pin.class)
              .content());
    } catch (NoSuchObjectException
        | AccessRefusedException
        | ObjectUnreadableException
        | BackupException unreadable) {
      return Optional.empty();
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read \"" + object.name() + "\"", store);
    }
  }

  /** Pins a backup; answers false if it was pinned already, which stays as it is. */
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

  /** Releases a backup; answers false if it was not pinned. */
  public boolean remove(BackupId id) {
    String name = Layout.pin(id);
    try {
      boolean pinned = store.list(name).stream().anyMatch(object -> object.name().equals(name));
      store.delete(name, Layout.lifetime(name));
      return pinned;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot release \"" + id + "\"", store);
    }
  }
}
