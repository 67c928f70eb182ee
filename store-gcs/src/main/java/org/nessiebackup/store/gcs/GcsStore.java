package org.nessiebackup.store.gcs;

import com.google.api.services.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.store.Lifetime;
import org.nessiebackup.store.ObjectName;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;
import org.nessiebackup.store.Upload;

/** A bucket, or what is below a prefix in one, as a store. No bucket is ever made. */
public final class GcsStore implements ObjectStore {
  private final GcsLocation location;
  private final Storage storage;
  private final GcsObjects objects;

  private GcsStore(GcsLocation location, Storage storage) {
    this.location = location;
    this.storage = storage;
    this.objects = new GcsObjects(storage, location);
  }

  /**
   * A store at a place. Nothing is asked of the bucket yet.
   *
   * @throws BackupException {@link Failure#STORE} if there are no credentials
   */
  public static GcsStore open(GcsLocation location) {
    return new GcsStore(location, GcsConnection.open(location));
  }

  @Override
  public String location() {
    return location.toString();
  }

  @Override
  public Upload create(String name, Lifetime lifetime) throws IOException {
    return new GcsUpload(storage, objects, location, ObjectName.check(name));
  }

  @Override
  public InputStream open(String name) throws IOException {
    return objects.open(ObjectName.check(name));
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    return objects.list(prefix);
  }

  @Override
  public void delete(String name, Lifetime lifetime) throws IOException {
    objects.delete(ObjectName.check(name));
  }

  /** Conditions are part of this server's promise, so there is nothing to try. */
  @Override
  public boolean exclusive() {
    return true;
  }

  /** What an interrupted upload has sent costs nothing here, cannot be listed, and expires. */
  @Override
  public List<UnfinishedUpload> unfinished() {
    return List.of();
  }

  @Override
  public void discard(UnfinishedUpload upload) {
    // There are none.
  }
}
