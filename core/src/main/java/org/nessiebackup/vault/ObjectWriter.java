package org.nessiebackup.vault;

import java.io.IOException;
import java.io.OutputStream;
import org.nessiebackup.store.Upload;

/** An object of a backup that is being written. */
public final class ObjectWriter implements AutoCloseable {
  private final String object;
  private final Upload upload;
  private final Runnable onCommit;

  ObjectWriter(String object, Upload upload, Runnable onCommit) {
    this.object = object;
    this.upload = upload;
    this.onCommit = onCommit;
  }

  /** The object's name inside the backup's folder, as the manifest names it. */
  public String object() {
    return object;
  }

  /** Where the stored bytes go. */
  public OutputStream body() {
    return upload.body();
  }

  /** Makes the object durable. */
  public void commit() throws IOException {
    upload.commit();
    onCommit.run();
  }

  /** Throws away what was not committed. */
  @Override
  public void close() throws IOException {
    upload.close();
  }
}
