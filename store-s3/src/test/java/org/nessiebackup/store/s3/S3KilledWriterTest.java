package org.nessiebackup.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.UnfinishedUpload;
import org.nessiebackup.testing.TestRetries;
import software.amazon.awssdk.services.s3.S3Client;

/** A process that is killed while it sends a large object. */
class S3KilledWriterTest {
  @Tag("thorough")
  @Test
  void killedWriterLeavesNothingListedAndNothingThatCostsOnceItIsDiscarded()
      throws IOException, InterruptedException {
    try (S3Server server = S3Server.start()) {
      String place = server.newPlace();
      kill(place);
      S3Location location = S3Location.parse(place);
      ObjectStore store = new S3StoreFactory().open(place, TestRetries.of(3));

      assertThat(store.list("")).isEmpty();
      assertThat(store.unfinished())
          .extracting(UnfinishedUpload::name)
          .containsExactly("backups/x/objs2-0000");
      for (UnfinishedUpload left : store.unfinished()) {
        store.discard(left);
      }
      try (S3Client client = S3Connection.open(location.endpoint(), S3Timeouts.USUAL)) {
        assertThat(client.listMultipartUploads(all -> all.bucket(S3Server.BUCKET)).uploads())
            .isEmpty();
        assertThat(client.listObjectsV2(all -> all.bucket(S3Server.BUCKET)).contents()).isEmpty();
      }
    }
  }

  /** Starts a writer, and kills it when it has sent some parts. */
  private static void kill(String place) throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx100m",
                "-Daws.accessKeyId=tester",
                "-Daws.secretAccessKey=secret",
                "-cp",
                System.getProperty("java.class.path"),
                EndlessWriter.class.getName(),
                place)
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
      String line = output.readLine();
      while (line != null && !line.equals("begun")) {
        line = output.readLine();
      }
      assertThat(line).isEqualTo("begun");
    } finally {
      writer.destroyForcibly().waitFor();
    }
  }
}
