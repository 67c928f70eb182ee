package org.nessiebackup.store.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.PartBuffer;
import org.nessiebackup.store.Upload;

/**
 * An object on its way into a container. Keeps one block in memory; what is larger is sent in
 * several, which the server puts together at the commit. 50,000 blocks of 8 MiB are 390 GiB.
 */
final class AzureUpload implements Upload {
  /** The name under which the blob's metadata tells the upload. */
  static final String METADATA = "nessie_backup_upload";

  private static final int BLOCK = 8 << 20;
  private static final int MOST_BLOCKS = 50_000;

  private final AzureBlobs blobs;
  private final AzureLocation location;
  private final AzureErrors errors;
  private final String name;
  private final BlockBlobClient blob;
  private final String id = UUID.randomUUID().toString();
  private final PartBuffer buffer = new PartBuffer();
  private final List<String> blocks = new ArrayList<>();
  private final OutputStream body = new Body();
  private boolean published;

  AzureUpload(AzureBlobs blobs, AzureLocation location, String name) {
    this.blobs = blobs;
    this.location = location;
    this.errors = new AzureErrors(location);
    this.name = name;
    this.blob = blobs.blob(name).getBlockBlobClient();
  }

  @Override
  public OutputStream body() {
    return body;
  }

  @Override
  public void commit() throws IOException {
    if (!blocks.isEmpty() && buffer.size() > 0) {
      sendBlock();
    }
    try {
      if (blocks.isEmpty()) {
        putWhole();
      } else {
        putTogether();
      }
    } catch (RuntimeException e) {
      if (!isOurs(e)) {
        throw errors.translate(e, "cannot publish \"" + name + "\"");
      }
    }
    published = true;
  }

  /** A lost answer, or an attempt that met its own predecessor, leaves an object with our id. */
  private boolean isOurs(RuntimeException why) throws IOException {
    Optional<String> owner;
    try {
      owner = blobs.upload(name);
    } catch (IOException e) {
      why.addSuppressed(e);
      return false;
    }
    if (owner.isPresent() ? !owner.get().equals(id) : AzureErrors.isTaken(why)) {
      throw new ObjectExistsException("\"" + name + "\" exists in " + location, why);
    }
    return owner.isPresent();
  }

  private void putWhole() {
    blob.uploadWithResponse(
        new BlockBlobSimpleUploadOptions(buffer.stream(), buffer.size())
            .setContentMd5(buffer.md5())
            .setMetadata(Map.of(METADATA, id))
            .setTier(tier())
            .setRequestConditions(ifFree()),
        null,
        Context.NONE);
  }

  private void putTogether() {
    blob.commitBlockListWithResponse(
        new BlockBlobCommitBlockListOptions(blocks)
            .setMetadata(Map.of(METADATA, id))
            .setTier(tier())
            .setRequestConditions(ifFree()),
        null,
        Context.NONE);
  }

  private AccessTier tier() {
    return location.tier().map(AccessTier::fromString).orElse(null);
  }

  static BlobRequestConditions ifFree() {
    return new BlobRequestConditions().setIfNoneMatch("*");
  }

  private void sendBlock() throws IOException {
    if (blocks.size() == MOST_BLOCKS) {
      throw new IOException("\"" + name + "\" is larger than a blob can be");
    }
    String block = block(blocks.size());
    errors.translated(
        "cannot send block %d of \"%s\"".formatted(blocks.size() + 1, name),
        () ->
            blob.stageBlockWithResponse(
                block, buffer.stream(), buffer.size(), buffer.md5(), null, null, Context.NONE));
    blocks.add(block);
    buffer.clear();
  }

  /** Names of one length, which no other writer of the same blob uses. */
  private String block(int number) {
    String text = "%s-%05d".formatted(id, number);
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    if (!published && !blocks.isEmpty()) {
      blobs.dropBlocks(name);
    }
    published = true;
  }

  /** Sends a block as soon as one is full. */
  private final class Body extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int taken = 0;
      while (taken < length) {
        if (buffer.size() == BLOCK) {
          sendBlock();
        }
        int count = Math.min(BLOCK - buffer.size(), length - taken);
        buffer.append(bytes, offset + taken, count);
        taken += count;
      }
    }
  }
}
