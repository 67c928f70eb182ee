package org.nessiebackup.store.azure;

import com.azure.core.http.rest.PagedResponse;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlockBlobItem;
import com.azure.storage.blob.models.BlockListType;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;
import org.nessiebackup.store.bucket.BucketFailure;
import org.nessiebackup.store.bucket.BucketRequests;
import org.nessiebackup.store.bucket.FolderPage;
import org.nessiebackup.store.bucket.KeyState;
import org.nessiebackup.store.bucket.ObjectContent;
import org.nessiebackup.store.bucket.ObjectPage;
import org.nessiebackup.store.bucket.PartBuffer;
import org.nessiebackup.store.bucket.PartedUpload;
import org.nessiebackup.store.bucket.UploadLabel;

/** The requests to a container. */
record AzureRequests(BlobContainerClient container, AzureLocation location)
    implements BucketRequests {
  /** The name under which a blob's metadata holds the id of its upload. */
  private static final String UPLOAD = "nessie_backup_upload";

  /** What one request reads, so that a broken connection costs no more. */
  private static final long RANGE = 4 << 20;

  private AzureErrors errors() {
    return new AzureErrors(location);
  }

  @Override
  public BucketFailure failure(Exception error) {
    return errors().failure(error);
  }

  private BlockBlobClient blob(String key) {
    return container.getBlobClient(key).getBlockBlobClient();
  }

  @Override
  public KeyState look(String key) {
    try {
      String uploader = blob(key).getProperties().getMetadata().getOrDefault(UPLOAD, "");
      return new KeyState.Present(uploader, Optional.empty());
    } catch (RuntimeException e) {
      if (errors().isMissing(e)) {
        return new KeyState.Missing(Optional.empty());
      }
      throw e;
    }
  }

  @Override
  public ObjectContent open(String key) {
    BlobProperties properties = blob(key).getProperties();
    return ObjectContent.before(properties.getBlobSize(), properties.getETag());
  }

  @Override
  public ObjectContent resume(String key, String version, long from, long size) {
    BlobRange range = new BlobRange(from, Math.min(RANGE, size - from));
    BlobRequestConditions same = new BlobRequestConditions().setIfMatch(version);
    return new ObjectContent(
        blob(key)
            .downloadContentWithResponse(null, same, range, false, null, Context.NONE)
            .getValue()
            .toStream(),
        size,
        version,
        () -> {});
  }

  @Override
  public ObjectPage list(String prefix, Optional<String> token) throws IOException {
    ListBlobsOptions options = new ListBlobsOptions().setPrefix(prefix);
    try (PagedResponse<BlobItem> page =
        container.listBlobs(options, null).iterableByPage(token.orElse(null)).iterator().next()) {
      return new ObjectPage(
          page.getValue().stream().map(AzureRequests::object).toList(),
          Optional.ofNullable(page.getContinuationToken()).filter(next -> !next.isEmpty()));
    }
  }

  @Override
  public FolderPage folders(String prefix, Optional<String> token) throws IOException {
    ListBlobsOptions options = new ListBlobsOptions().setPrefix(prefix);
    try (PagedResponse<BlobItem> page =
        container
            .listBlobsByHierarchy("/", options, null)
            .iterableByPage(token.orElse(null))
            .iterator()
            .next()) {
      return new FolderPage(
          page.getValue().stream()
              .filter(item -> Boolean.TRUE.equals(item.isPrefix()))
              .map(BlobItem::getName)
              .toList(),
          Optional.ofNullable(page.getContinuationToken()).filter(next -> !next.isEmpty()));
    }
  }

  private static StoredObject object(BlobItem item) {
    return new StoredObject(
        item.getName(),
        item.getProperties().getContentLength(),
        item.getProperties().getLastModified().toInstant());
  }

  @Override
  public void delete(String key) {
    blob(key).deleteIfExists();
  }

  @Override
  public void put(String key, UploadLabel label, PartBuffer content) {
    blob(key)
        .uploadWithResponse(
            new BlockBlobSimpleUploadOptions(content.stream(), content.size())
                .setContentMd5(content.md5())
                .setMetadata(Map.of(UPLOAD, label.id()))
                .setTier(tier())
                .setRequestConditions(ifFree()),
            null,
            Context.NONE);
  }

  private AccessTier tier() {
    return location.tier().map(AccessTier::fromString).orElse(null);
  }

  private static BlobRequestConditions ifFree() {
    return new BlobRequestConditions().setIfNoneMatch("*");
  }

  @Override
  public int mostParts() {
    return 50_000;
  }

  @Override
  public PartedUpload begin(String key, UploadLabel label) {
    return new AzureBlocks(this, key, label.id());
  }

  void send(String key, String block, PartBuffer content) {
    blob(key)
        .stageBlockWithResponse(
            block, content.stream(), content.size(), content.md5(), null, null, Context.NONE);
  }

  void complete(String key, List<String> blocks, String id) {
    blob(key)
        .commitBlockListWithResponse(
            new BlockBlobCommitBlockListOptions(blocks)
                .setMetadata(Map.of(UPLOAD, id))
                .setTier(tier())
                .setRequestConditions(ifFree()),
            null,
            Context.NONE);
  }

  /**
   * Blobs that consist of uncommitted blocks only. What else is on its way hides behind an object
   * of its name, and vanishes with the week.
   */
  @Override
  public List<UnfinishedUpload> unfinished(String prefix) {
    ListBlobsOptions options =
        new ListBlobsOptions()
            .setPrefix(prefix)
            .setDetails(new BlobListDetails().setRetrieveUncommittedBlobs(true));
    return container.listBlobs(options, null).stream()
        .filter(this::isUncommitted)
        .map(item -> new UnfinishedUpload(item.getName(), item.getName(), begun(item)))
        .toList();
  }

  /** Such blobs have no ETag worth a request and no size; an empty object has blocks of none. */
  private boolean isUncommitted(BlobItem item) {
    return item.getProperties().getContentLength() == 0
        && !blob(item.getName())
            .listBlocks(BlockListType.UNCOMMITTED)
            .getUncommittedBlocks()
            .isEmpty();
  }

  /** Where the server does not tell, it is as if just begun: the server itself clears them. */
  private static Instant begun(BlobItem item) {
    OffsetDateTime modified = item.getProperties().getLastModified();
    return modified == null ? Instant.MAX : modified.toInstant();
  }

  /**
   * Uncommitted blocks have no request of their own to remove them. An empty object that takes the
   * name drops them, and is removed at once; the condition protects an object that has the name.
   * Blocks belong to a name and not to an upload, so other uploads of that name end as well.
   */
  @Override
  public void discard(String key, String handle) {
    try {
      BlockBlobItem empty =
          blob(key)
              .commitBlockListWithResponse(
                  new BlockBlobCommitBlockListOptions(List.of()).setRequestConditions(ifFree()),
                  null,
                  Context.NONE)
              .getValue();
      blob(key)
          .deleteIfExistsWithResponse(
              null, new BlobRequestConditions().setIfMatch(empty.getETag()), null, Context.NONE);
    } catch (RuntimeException e) {
      if (errors().failure(e).kind() != BucketFailure.Kind.TAKEN) {
        throw e;
      }
    }
  }
}
