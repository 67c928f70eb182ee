package org.nessiebackup.store.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

class GcsLocationTest {
  @Test
  void bucketAloneIsEnough() {
    GcsLocation location = GcsLocation.parse("gs://bucket");

    assertThat(location.server()).isEqualTo("https://storage.googleapis.com/");
    assertThat(location.isPlain()).isFalse();
    assertThat(location.place().key("a/b")).isEqualTo("a/b");
    assertThat(location.place().name("a/b")).isEqualTo("a/b");
    assertThat(location).hasToString("gs://bucket");
  }

  @Test
  void everyParameterIsUnderstood() {
    GcsLocation location =
        GcsLocation.parse("gs://bucket/a/b?endpoint=http://host:1&storage-class=NEARLINE");

    assertThat(location.server()).isEqualTo("http://host:1/");
    assertThat(location.isPlain()).isTrue();
    assertThat(location.storageClass()).hasValue("NEARLINE");
    assertThat(location.place().key("c")).isEqualTo("a/b/c");
    assertThat(location.place().name("a/b/c")).isEqualTo("c");
    assertThat(location).hasToString("gs://bucket/a/b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gs://x",
        "gs://Bucket/a",
        "gs://bucket/a//b",
        "gs://bucket?class=NEARLINE",
        "gs://bucket?endpoint=host",
        "gs://bucket?access_token=hunter2",
        "gs://key:hunter2@bucket",
        "gs://bucket?endpoint=https://host?token=hunter2"
      })
  void addressThatMakesNoSenseIsRefusedAndNoSecretRepeated(String uri) {
    assertThatThrownBy(() -> GcsLocation.parse(uri))
        .isInstanceOfSatisfying(
            BackupException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.USAGE);
              assertThat(e.getMessage() + e.hint().orElse("")).doesNotContain("hunter2");
            });
  }
}
