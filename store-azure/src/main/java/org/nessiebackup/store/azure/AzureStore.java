package org.nessiebackup.store.azure;

import com.azure.storage.blob.BlobContainerClient;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.nessiebackup.store.Lifetime;
import org.nessiebackup.store.ObjectName;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;
import org.nessiebackup.store.Upload;

/** A container, or what is below a prefix in one, as a store. No container is ever made. */
public final class AzureStore implements ObjectStore {
  private final AzureLocation location;
  private final AzureBlobs blobs;

  private AzureStore(AzureLocation location, BlobContainerClient container) {
    this.location = location;
    this.blobs = new AzureBlobs(container, location);
  }

  /** A store at a place. Nothing is asked of the server yet. */
  public static AzureStore open(AzureLocation location) {
    return new AzureStore(location, AzureConnection.open(location));
  }

  @Override
  public String location() {
    return location.toString();
  }

  @Override
  public Upload create(String name, Lifetime lifetime) throws IOException {
    return new AzureUpload(blobs, location, ObjectName.check(name));
  }

  @Override
  public InputStream open(String name) throws IOException {
    return blobs.open(ObjectName.check(name));
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    return blobs.list(prefix);
  }

  @Override
  public void delete(String name, Lifetime lifetime) throws IOException {
    blobs.delete(ObjectName.check(name));
  }

  /** Conditions are part of this server's promise, so there is nothing to try. */
  @Override
  public boolean exclusive() {
    return true;
  }

  @Override
  public List<UnfinishedUpload> unfinished() throws IOException {
    return blobs.unfinished();
  }

  /** Blocks belong to a name and not to an upload, so other uploads of that name end as well. */
  @Override
  public void discard(UnfinishedUpload upload) throws IOException {
    blobs.dropBlocks(ObjectName.check(upload.name()));
  }
}
