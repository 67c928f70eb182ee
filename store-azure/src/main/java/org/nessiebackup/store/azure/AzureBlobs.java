package org.nessiebackup.store.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlockBlobItem;
import com.azure.storage.blob.models.BlockListType;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectLockedException;
import org.nessiebackup.store.ObjectName;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;

/** The blobs that are there: looks at them, reads, lists and removes them. */
final class AzureBlobs {
  private final BlobContainerClient container;
  private final AzureLocation location;
  private final AzureErrors errors;

  AzureBlobs(BlobContainerClient container, AzureLocation location) {
    this.container = container;
    this.location = location;
    this.errors = new AzureErrors(location);
  }

  BlobClient blob(String name) {
    return container.getBlobClient(location.blob(name));
  }

  /** Which upload has made an object; empty text if somebody else's, nothing if there is none. */
  Optional<String> upload(String name) throws IOException {
    try {
      return Optional.of(
          blob(name).getProperties().getMetadata().getOrDefault(AzureUpload.METADATA, ""));
    } catch (RuntimeException e) {
      if (AzureErrors.isMissing(e)) {
        return Optional.empty();
      }
      throw errors.translate(e, "cannot look at \"" + name + "\"");
    }
  }

  /** Reads by ranges of one and the same object, so that a broken connection costs one range. */
  InputStream open(String name) throws IOException {
    try {
      return new BlobInput(blob(name), blob(name).getProperties(), errors, name);
    } catch (RuntimeException e) {
      if (AzureErrors.isMissing(e)) {
        throw new NoSuchObjectException("no \"" + name + "\" in " + location, e);
      }
      throw errors.translate(e, "cannot read \"" + name + "\"");
    }
  }

  List<StoredObject> list(String prefix) throws IOException {
    List<StoredObject> found = new ArrayList<>();
    each(
        prefix,
        new BlobListDetails(),
        item -> {
          String name = location.name(item.getName());
          if (ObjectName.isValid(name)) {
            found.add(
                new StoredObject(
                    name,
                    item.getProperties().getContentLength(),
                    item.getProperties().getLastModified().toInstant()));
          }
        });
    found.sort(Comparator.comparing(StoredObject::name));
    return found;
  }

  private void each(String prefix, BlobListDetails details, Consumer<BlobItem> visitor)
      throws IOException {
    ListBlobsOptions options =
        new ListBlobsOptions().setPrefix(location.blob(prefix)).setDetails(details);
    errors.translated(
        "cannot list",
        () -> {
          container.listBlobs(options, null).forEach(visitor);
          return prefix;
        });
  }

  void delete(String name) throws IOException {
    try {
      blob(name).deleteIfExists();
    } catch (RuntimeException e) {
      if (AzureErrors.isLocked(e)) {
        throw new ObjectLockedException("\"" + name + "\" is locked in " + location, e);
      }
      throw errors.translate(e, "cannot remove \"" + name + "\"");
    }
  }

  /**
   * Blobs that consist of uncommitted blocks only. What else is on its way hides behind an object
   * of its name, and vanishes with the week.
   */
  List<UnfinishedUpload> unfinished() throws IOException {
    List<UnfinishedUpload> found = new ArrayList<>();
    each(
        "",
        new BlobListDetails().setRetrieveUncommittedBlobs(true),
        item -> {
          String name = location.name(item.getName());
          if (ObjectName.isValid(name) && isUncommitted(item)) {
            found.add(new UnfinishedUpload(name, name, begun(item)));
          }
        });
    found.sort(Comparator.comparing(UnfinishedUpload::name));
    return found;
  }

  /** Such blobs have no ETag worth asking for and no size; an empty object has blocks of none. */
  private boolean isUncommitted(BlobItem item) {
    return item.getProperties().getContentLength() == 0
        && !blob(location.name(item.getName()))
            .getBlockBlobClient()
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
   */
  void dropBlocks(String name) throws IOException {
    try {
      BlockBlobItem empty =
          blob(name)
              .getBlockBlobClient()
              .commitBlockListWithResponse(
                  new BlockBlobCommitBlockListOptions(List.of())
                      .setRequestConditions(AzureUpload.ifFree()),
                  null,
                  Context.NONE)
              .getValue();
      blob(name)
          .deleteIfExistsWithResponse(
              null, new BlobRequestConditions().setIfMatch(empty.getETag()), null, Context.NONE);
    } catch (RuntimeException e) {
      if (!AzureErrors.isTaken(e)) {
        throw errors.translate(e, "cannot throw away the unfinished \"" + name + "\"");
      }
    }
  }
}
