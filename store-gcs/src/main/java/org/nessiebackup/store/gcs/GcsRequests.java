package org.nessiebackup.store.gcs;

import com.google.api.client.http.HttpResponse;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.bucket.BucketFailure;
import org.nessiebackup.store.bucket.BucketRequests;
import org.nessiebackup.store.bucket.FolderPage;
import org.nessiebackup.store.bucket.KeyState;
import org.nessiebackup.store.bucket.ObjectContent;
import org.nessiebackup.store.bucket.ObjectPage;
import org.nessiebackup.store.bucket.PartBuffer;
import org.nessiebackup.store.bucket.PartedUpload;
import org.nessiebackup.store.bucket.UploadLabel;

/**
 * The requests to a bucket of Google Cloud Storage. What an interrupted upload has sent costs
 * nothing here, cannot be listed, and expires.
 */
record GcsRequests(Storage storage, GcsLocation location) implements BucketRequests {
  /** The name under which an object's metadata holds the id of its upload. */
  private static final String UPLOAD = "nessie-backup-upload";

  private static final int PARTIAL_CONTENT = 206;

  private GcsErrors errors() {
    return new GcsErrors(location);
  }

  @Override
  public BucketFailure failure(Exception error) {
    return errors().failure(error);
  }

  @Override
  public KeyState look(String key) throws IOException {
    try {
      Map<String, String> metadata =
          storage.objects().get(location.bucket(), key).execute().getMetadata();
      return new KeyState.Present(
          metadata == null ? "" : metadata.getOrDefault(UPLOAD, ""), Optional.empty());
    } catch (IOException e) {
      if (errors().isMissing(e)) {
        return new KeyState.Missing(Optional.empty());
      }
      throw e;
    }
  }

  @Override
  public ObjectContent open(String key) throws IOException {
    StorageObject found = storage.objects().get(location.bucket(), key).execute();
    return ObjectContent.before(
        found.getSize().longValueExact(), String.valueOf(found.getGeneration()));
  }

  @Override
  public ObjectContent resume(String key, String version, long from, long size) throws IOException {
    Storage.Objects.Get get =
        storage.objects().get(location.bucket(), key).setGeneration(Long.valueOf(version));
    if (from > 0) {
      get.getRequestHeaders().setRange("bytes=" + from + "-");
    }
    HttpResponse response = get.executeMedia();
    if (from > 0 && response.getStatusCode() != PARTIAL_CONTENT) {
      response.disconnect();
      throw new ProtocolException("the server does not send parts of an object");
    }
    return new ObjectContent(response.getContent(), size, version, () -> {});
  }

  @Override
  public ObjectPage list(String prefix, Optional<String> token) throws IOException {
    Objects page =
        storage
            .objects()
            .list(location.bucket())
            .setPrefix(prefix)
            .setPageToken(token.orElse(null))
            .execute();
    return new ObjectPage(
        Optional.ofNullable(page.getItems()).orElse(List.of()).stream()
            .map(GcsRequests::object)
            .toList(),
        Optional.ofNullable(page.getNextPageToken()).filter(next -> !next.isEmpty()));
  }

  @Override
  public FolderPage folders(String prefix, Optional<String> token) throws IOException {
    Objects page =
        storage
            .objects()
            .list(location.bucket())
            .setPrefix(prefix)
            .setDelimiter("/")
            .setPageToken(token.orElse(null))
            .execute();
    return new FolderPage(
        Optional.ofNullable(page.getPrefixes()).orElse(List.of()),
        Optional.ofNullable(page.getNextPageToken()).filter(next -> !next.isEmpty()));
  }

  private static StoredObject object(StorageObject each) {
    return new StoredObject(
        each.getName(),
        each.getSize().longValueExact(),
        Instant.ofEpochMilli(each.getUpdated().getValue()));
  }

  @Override
  public void delete(String key) throws IOException {
    try {
      storage.objects().delete(location.bucket(), key).execute();
    } catch (IOException e) {
      if (!errors().isMissing(e)) {
        throw e;
      }
    }
  }

  @Override
  public void put(String key, UploadLabel label, PartBuffer content) throws IOException {
    StorageObject object =
        object(key, label).setMd5Hash(Base64.getEncoder().encodeToString(content.md5()));
    Storage.Objects.Insert insert =
        storage
            .objects()
            .insert(location.bucket(), object, new PartContent(content, 0))
            .setIfGenerationMatch(0L);
    insert.getMediaHttpUploader().setDirectUploadEnabled(true);
    insert.execute();
  }

  private StorageObject object(String key, UploadLabel label) {
    return new StorageObject()
        .setName(key)
        .setContentType("application/octet-stream")
        .setMetadata(Map.of(UPLOAD, label.id()))
        .setStorageClass(location.storageClass().orElse(null));
  }

  /** There is no limit but that of an object's size. */
  @Override
  public int mostParts() {
    return Integer.MAX_VALUE;
  }

  @Override
  public PartedUpload begin(String key, UploadLabel label) throws IOException {
    return ResumableSession.begin(storage, location.bucket(), object(key, label));
  }
}
