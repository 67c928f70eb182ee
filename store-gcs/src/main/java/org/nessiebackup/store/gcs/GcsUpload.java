package org.nessiebackup.store.gcs;

import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.PartBuffer;
import org.nessiebackup.store.Upload;

/**
 * An object on its way into a bucket. Keeps one part in memory; what is larger is sent in several
 * requests, of which the last one publishes it.
 */
final class GcsUpload implements Upload {
  /** The name under which the object's metadata tells the upload. */
  private static final String METADATA = "nessie-backup-upload";

  private static final int PART = 8 << 20;

  private final Storage storage;
  private final GcsObjects objects;
  private final GcsLocation location;
  private final GcsErrors errors;
  private final String name;
  private final String id = UUID.randomUUID().toString();
  private final PartBuffer buffer = new PartBuffer();
  private final OutputStream body = new Body();
  private Optional<ResumableSession> session = Optional.empty();

  GcsUpload(Storage storage, GcsObjects objects, GcsLocation location, String name) {
    this.storage = storage;
    this.objects = objects;
    this.location = location;
    this.errors = new GcsErrors(location);
    this.name = name;
  }

  @Override
  public OutputStream body() {
    return body;
  }

  @Override
  public void commit() throws IOException {
    try {
      if (session.isPresent()) {
        session.get().finish(buffer);
      } else {
        putWhole();
      }
    } catch (IOException e) {
      if (!isOurs(e)) {
        throw errors.translate(e, "cannot publish \"" + name + "\"");
      }
    }
    session = Optional.empty();
  }

  private void putWhole() throws IOException {
    StorageObject object = object().setMd5Hash(Base64.getEncoder().encodeToString(buffer.md5()));
    Storage.Objects.Insert insert =
        storage
            .objects()
            .insert(location.bucket(), object, new PartContent(buffer, 0))
            .setIfGenerationMatch(0L);
    insert.getMediaHttpUploader().setDirectUploadEnabled(true);
    insert.execute();
  }

  private StorageObject object() {
    return new StorageObject()
        .setName(location.key(name))
        .setContentType("application/octet-stream")
        .setMetadata(Map.of(METADATA, id))
        .setStorageClass(location.storageClass().orElse(null));
  }

  /** A lost answer, or an attempt that met its own predecessor, leaves an object with our id. */
  private boolean isOurs(IOException why) throws IOException {
    Optional<StorageObject> found;
    try {
      found = objects.find(name);
    } catch (IOException e) {
      why.addSuppressed(e);
      return false;
    }
    boolean ours =
        found
            .map(StorageObject::getMetadata)
            .filter(metadata -> id.equals(metadata.get(METADATA)))
            .isPresent();
    if (!ours && (found.isPresent() || GcsErrors.isTaken(why))) {
      throw new ObjectExistsException("\"" + name + "\" exists in " + location, why);
    }
    return ours;
  }

  private void sendPart() throws IOException {
    try {
      if (session.isEmpty()) {
        session = Optional.of(ResumableSession.begin(storage, location.bucket(), object()));
      }
      session.get().send(buffer);
    } catch (IOException e) {
      if (GcsErrors.isTaken(e)) {
        throw new ObjectExistsException("\"" + name + "\" exists in " + location, e);
      }
      throw errors.translate(e, "cannot send a part of \"" + name + "\"");
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    if (session.isPresent()) {
      session.get().cancel();
      session = Optional.empty();
    }
  }

  /** Sends a part when it is full and more follows, so that the last one is never empty. */
  private final class Body extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int taken = 0;
      while (taken < length) {
        if (buffer.size() == PART) {
          sendPart();
        }
        int count = Math.min(PART - buffer.size(), length - taken);
        buffer.append(bytes, offset + taken, count);
        taken += count;
      }
    }
  }
}
