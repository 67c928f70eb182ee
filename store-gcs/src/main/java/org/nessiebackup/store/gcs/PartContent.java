package org.nessiebackup.store.gcs;

import com.google.api.client.http.AbstractInputStreamContent;
import java.io.IOException;
import java.io.InputStream;
import org.nessiebackup.store.bucket.PartBuffer;

/** What waits in a buffer, from a place on, as the body of a request. */
final class PartContent extends AbstractInputStreamContent {
  private final PartBuffer buffer;
  private final int from;

  PartContent(PartBuffer buffer, int from) {
    super("application/octet-stream");
    this.buffer = buffer;
    this.from = from;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream stream = buffer.stream();
    stream.skipNBytes(from);
    return stream;
  }

  @Override
  public long getLength() {
    return (long) buffer.size() - from;
  }

  @Override
  public boolean retrySupported() {
    return true;
  }
}
