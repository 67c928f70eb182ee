package org.nessiebackup.store.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of one and the same blob, a range at a time. A range that does not come is asked for
 * again; the stream never ends before the blob does.
 */
final class BlobInput extends InputStream {
  private static final int RANGE = 4 << 20;

  /** For one range, each of which is the SDK's several. */
  private static final int MOST_ATTEMPTS = 5;

  private final BlobClient blob;
  private final AzureErrors errors;
  private final String name;
  private final long size;
  private final BlobRequestConditions same;
  private InputStream range = InputStream.nullInputStream();
  private long asked;

  BlobInput(BlobClient blob, BlobProperties properties, AzureErrors errors, String name) {
    this.blob = blob;
    this.errors = errors;
    this.name = name;
    this.size = properties.getBlobSize();
    this.same = new BlobRequestConditions().setIfMatch(properties.getETag());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count = range.read(target, offset, length);
    while (count < 0 && asked < size) {
      int wanted = (int) Math.min(RANGE, size - asked);
      range = next(wanted).toStream();
      asked += wanted;
      count = range.read(target, offset, length);
    }
    return count;
  }

  private BinaryData next(int wanted) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        BinaryData bytes =
            blob.downloadContentWithResponse(
                    null, same, new BlobRange(asked, (long) wanted), false, null, Context.NONE)
                .getValue();
        if (bytes.getLength() != wanted) {
          throw new IllegalStateException(
              "the server sent %d of %d bytes".formatted(bytes.getLength(), wanted));
        }
        return bytes;
      } catch (RuntimeException e) {
        boolean refused = e instanceof BlobStorageException answer && answer.getStatusCode() < 500;
        if (refused || attempt == MOST_ATTEMPTS) {
          throw errors.translate(e, "cannot read \"%s\" from byte %d".formatted(name, asked));
        }
      }
    }
  }
}
