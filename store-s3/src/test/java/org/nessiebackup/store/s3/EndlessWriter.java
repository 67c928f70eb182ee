package org.nessiebackup.store.s3;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.nessiebackup.store.Upload;
import org.nessiebackup.testing.TestRetries;

/** A process that begins a large object, says so, and waits to be killed. */
final class EndlessWriter {
  private EndlessWriter() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Upload upload =
        new S3StoreFactory().open(arguments[0], TestRetries.of(3)).create("backups/x/objs2-0000");
    upload.body().write(new byte[20 << 20]);
    System.out.println("begun");
    new CountDownLatch(1).await();
  }
}
