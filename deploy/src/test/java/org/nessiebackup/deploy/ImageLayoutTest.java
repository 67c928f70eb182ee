package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.store.s3.S3Server;

/**
 * The jobs of the chart in the image's layout: its small Java, a read-only file system, a user that
 * nobody knows, no home.
 */
@Tag("thorough")
class ImageLayoutTest {
  /** Told in the documents; more than that is to be noticed. */
  private static final long LARGEST_MEGABYTES = 245;

  private static @TempDir Path folder;
  private static ImageLayout layout;
  private static JobScene scene;

  @BeforeAll
  static void make() throws IOException {
    Optional<String> obstacle = ImageLayout.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    layout = ImageLayout.make(folder.resolve("layout"));
    scene = JobScene.set(layout, folder);
  }

  @AfterAll
  static void close() {
    if (scene != null) {
      scene.close();
    }
  }

  @Test
  void theLayoutIsAsSmallAsTheDocumentsSay() {
    assertThat(layout.megabytes()).isLessThanOrEqualTo(LARGEST_MEGABYTES);
  }

  @Test
  void theArchiveOfClassesIsUsedAlthoughNobodyCanWriteToIt() {
    assertThat(loaded("version"))
        .containsPattern("org\\.nessiebackup\\.\\S+ source: shared objects file");
  }

  @Test
  void theArchiveHasTheClassesThatBucketsNeed() {
    String nobody = "s3://bucket/vault?endpoint=http://127.0.0.1:9";
    assertThat(loaded("list", "--vault", nobody, "--vault-timeout", "1s"))
        .containsPattern("software\\.amazon\\.\\S+\\.S3Client source: shared objects file");
  }

  private String loaded(String... command) {
    return layout
        .run(
            folder.resolve("volume"),
            folder.resolve("secrets"),
            Map.of(
                "NESSIE_BACKUP_JAVA_OPTS", "-Xlog:class+load:stdout",
                "AWS_ACCESS_KEY_ID", "nobody",
                "AWS_SECRET_ACCESS_KEY", "nothing"),
            List.of(command))
        .out();
  }

  @Test
  void everyJobOfTheChartRuns() throws IOException {
    Identity identity = Identity.generate(new SecureRandom());
    scene.secret("identity/identity.txt", identity.text());
    List<Manifest> manifests =
        scene.manifests(
            Map.of(
                "keys.recipients[0]",
                identity.recipient().text(),
                "verify.full",
                "true",
                "drill.enabled",
                "true"));
    scene.install(manifests);
    String rows = scene.rows();

    for (String kind : List.of("init", "init", "backup", "incremental", "verify", "status")) {
      done(kind, manifests, Map.of());
    }
    done("prune", manifests, Map.of());
    done("check", manifests, Map.of());
    done("drill", manifests, Map.of());
    scene.wreck();
    done("restore", manifests, Map.of());

    assertThat(scene.rows()).isEqualTo(rows);
  }

  @Test
  void aBucketIsReached() {
    try (S3Server bucket = S3Server.start()) {
      List<Manifest> manifests =
          scene.manifests(
              Map.of(
                  "vault.uri",
                  bucket.newPlace(),
                  "vault.credentials.secret",
                  "bucket",
                  "keys.recipients[0]",
                  JobScene.RECIPIENT));
      Map<String, String> keys =
          Map.of("AWS_ACCESS_KEY_ID", "tester", "AWS_SECRET_ACCESS_KEY", "tester's secret");

      for (String kind : List.of("init", "backup", "verify")) {
        done(kind, manifests, keys);
      }
    }
  }

  private static void done(String kind, List<Manifest> manifests, Map<String, String> keys) {
    ImageLayout.Answer answer = scene.run(kind, manifests, keys);
    assertThat(answer.exitCode()).as("%s: %s", kind, answer).isZero();
    // A mounted Secret is as it has to be.
    assertThat(answer.err()).as("%s", kind).doesNotContain("can be read by others");
  }
}
