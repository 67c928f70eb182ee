package org.nessiebackup.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

class S3LocationTest {
  @Test
  void bucketAloneIsEnough() {
    S3Location location = S3Location.parse("s3://bucket");

    assertThat(location.bucket()).isEqualTo("bucket");
    assertThat(location.place().key("a/b")).isEqualTo("a/b");
    assertThat(location.place().name("a/b")).isEqualTo("a/b");
    assertThat(location.endpoint())
        .isEqualTo(new S3Endpoint(Optional.empty(), Optional.empty(), false, Optional.empty()));
    assertThat(location).hasToString("s3://bucket");
  }

  @Test
  void everyParameterIsUnderstood() {
    S3Location location =
        S3Location.parse(
            "s3://bucket/a/b/?endpoint=https://host:8443&region=eu-1&path-style=false&ca=%2Fca.pem"
                + "&sse=aws:kms&sse-kms-key=arn:aws:kms:eu-1:1:key/x+y&storage-class=STANDARD_IA"
                + "&object-lock=governance&object-lock-days=30");

    assertThat(location.prefix()).isEqualTo("a/b");
    assertThat(location.place().key("c")).isEqualTo("a/b/c");
    assertThat(location.place().name("a/b/c")).isEqualTo("c");
    assertThat(location.endpoint())
        .isEqualTo(
            new S3Endpoint(
                Optional.of(URI.create("https://host:8443")),
                Optional.of("eu-1"),
                false,
                Optional.of(Path.of("/ca.pem"))));
    assertThat(location.options())
        .isEqualTo(
            new PutOptions(
                Optional.of(new S3Encryption.ManagedKey(Optional.of("arn:aws:kms:eu-1:1:key/x+y"))),
                Optional.of("STANDARD_IA"),
                Optional.of(new S3ObjectLock(S3ObjectLock.Mode.GOVERNANCE, 30))));
    assertThat(location).hasToString("s3://bucket/a/b");
  }

  @Test
  void serverOfOnesOwnIsAskedInThePath() {
    assertThat(S3Location.parse("s3://bucket?endpoint=http://ceph").endpoint().pathStyle())
        .isTrue();
  }

  @Test
  void unknownParameterIsRefusedWithTheOneThatWasMeant() {
    assertThatThrownBy(() -> S3Location.parse("s3://bucket/a?pathstyle=true"))
        .isInstanceOfSatisfying(
            BackupException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.USAGE);
              assertThat(e).hasMessageContaining("unknown parameter \"pathstyle\"");
              assertThat(e.hint().orElse("")).startsWith("Did you mean \"path-style\"?");
            });
    assertThatThrownBy(() -> S3Location.parse("s3://bucket/a?something=true"))
        .isInstanceOfSatisfying(
            BackupException.class,
            e -> assertThat(e.hint().orElse("")).startsWith("There are: ca, endpoint,"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://AKIA1:hunter2@bucket/a",
        "s3://bucket/a?secret-access-key=hunter2",
        "s3://bucket/a?session-token=hunter2",
        "s3://bucket/a?password=hunter2",
        "s3://bucket/a?endpoint=https://user:hunter2@host",
        "s3://bucket/a?endpoint=https://host?x=hunter2",
        "s3://bucket/a?object-lock=hunter2",
        "s3://bucket/a?region=hunter2&region=hunter2",
        "s3://AKIA:hunter2 @bucket/a"
      })
  void noSecretIsAcceptedOrRepeated(String uri) {
    assertThatThrownBy(() -> S3Location.parse(uri))
        .isInstanceOfSatisfying(
            BackupException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.USAGE);
              assertThat(e.getMessage() + e.hint().orElse("") + e.getCause())
                  .doesNotContain("hunter2");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3:bucket/a",
        "s3:///a",
        "s3://x/a",
        "s3://bucket/a//b",
        "s3://bucket/../b",
        "s3://bucket/a b",
        "s3://bucket/a%20b",
        "s3://bucket/a#b",
        "s3://bucket:80/a",
        "s3://bucket/a?region",
        "s3://bucket/a?region=",
        "s3://bucket/a?endpoint=host",
        "s3://bucket/a?endpoint=ftp://host",
        "s3://bucket/a?endpoint=:",
        "s3://bucket/a?path-style=yes",
        "s3://bucket/a?sse=none",
        "s3://bucket/a?sse-kms-key=x",
        "s3://bucket/a?sse=AES256&sse-kms-key=x",
        "s3://bucket/a?object-lock=governance",
        "s3://bucket/a?object-lock-days=3",
        "s3://bucket/a?object-lock=forever&object-lock-days=3",
        "s3://bucket/a?object-lock=governance&object-lock-days=0",
        "s3://bucket/a?object-lock=governance&object-lock-days=x"
      })
  void addressThatMakesNoSenseIsRefused(String uri) {
    assertThatThrownBy(() -> S3Location.parse(uri))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.USAGE));
  }
}
