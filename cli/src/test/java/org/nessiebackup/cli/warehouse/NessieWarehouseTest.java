package org.nessiebackup.cli.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Streams;
import org.nessiebackup.store.s3.S3Credentials;
import org.nessiebackup.store.s3.S3Endpoint;
import org.nessiebackup.store.s3.S3Warehouse;
import org.nessiebackup.store.s3.S3Warehouse.Access;
import org.nessiebackup.store.s3.S3Warehouse.Rule;

/** Settings as Nessie's documentation, and its chart, write them. */
class NessieWarehouseTest {
  private @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> own = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();

  private S3Warehouse read(String properties) throws IOException {
    Path file = Files.writeString(folder.resolve("application.properties"), properties);
    return new NessieWarehouse(
            NessieSettings.read(Optional.of(file), invocation()),
            own,
            Optional.empty(),
            warnings::add)
        .read();
  }

  private Invocation invocation() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new Invocation(
        new Streams(nowhere, nowhere, new ByteArrayInputStream(new byte[0])),
        environment,
        Clock.systemUTC(),
        new Cancellation());
  }

  private static Access access(String endpoint, String region, boolean pathStyle) {
    return new Access(
        new S3Endpoint(
            Optional.ofNullable(endpoint).map(URI::create),
            Optional.ofNullable(region),
            pathStyle,
            Optional.empty()),
        Optional.empty());
  }

  private static Access with(Access access, String key, String secret) {
    return new Access(access.endpoint(), Optional.of(new S3Credentials(key, new Secret(secret))));
  }

  @Test
  void withoutSettingsAwsIsAsked() throws IOException {
    assertThat(read("")).isEqualTo(new S3Warehouse(access(null, null, false), List.of()));
    assertThat(warnings).isEmpty();
  }

  @Test
  void bucketsInheritWhatTheyDoNotSay() throws IOException {
    S3Warehouse warehouse =
        read(
            """
            nessie.catalog.service.s3.default-options.endpoint=http://minio:9000
            nessie.catalog.service.s3.default-options.path-style-access=true
            nessie.catalog.service.s3.default-options.region=us-west-2
            nessie.catalog.service.s3.default-options.access-key=urn:nessie-secret:quarkus:my-secrets.s3-default
            my-secrets.s3-default.name=awsAccessKeyId
            my-secrets.s3-default.secret=awsSecretAccessKey
            nessie.catalog.service.s3.buckets.bucket1.region=us-east-1
            nessie.catalog.service.s3.buckets.bucket2.name=lake.two
            nessie.catalog.service.s3.buckets.bucket2.path-prefix=prod/
            nessie.catalog.service.s3.buckets.bucket2.endpoint=https://s3.example.org
            nessie.catalog.service.s3.buckets.bucket2.path-style-access=false
            nessie.catalog.service.s3.buckets.bucket2.auth-type=APPLICATION_GLOBAL
            nessie.catalog.service.s3.buckets."dotted.name".access-key=urn:nessie-secret:quarkus:other
            other.name=o
            other.secret=s
            """);

    Access usual = access("http://minio:9000", "us-west-2", true);
    assertThat(warehouse)
        .isEqualTo(
            new S3Warehouse(
                with(usual, "awsAccessKeyId", "awsSecretAccessKey"),
                List.of(
                    new Rule("dotted.name", "", with(usual, "o", "s")),
                    new Rule(
                        "bucket1",
                        "",
                        with(
                            access("http://minio:9000", "us-east-1", true),
                            "awsAccessKeyId",
                            "awsSecretAccessKey")),
                    new Rule(
                        "lake.two",
                        "prod/",
                        access("https://s3.example.org", "us-west-2", false)))));
    assertThat(warnings).isEmpty();
    assertThat(warehouse.toString()).doesNotContain("awsSecretAccessKey");
  }

  @Test
  void environmentOfAPodIsUnderstoodAndWins() throws IOException {
    String secret = "nessie-catalog-secrets.s3.default-options.access-key";
    environment.put(
        "nessie.catalog.service.s3.default-options.access-key",
        "urn:nessie-secret:quarkus:" + secret);
    environment.put(secret + ".name", "id");
    environment.put(secret + ".secret", "key");
    environment.put("NESSIE_CATALOG_SERVICE_S3_DEFAULT_OPTIONS_REGION", "eu-central-1");
    environment.put("LAKE", "http://lake:9000");

    S3Warehouse warehouse =
        read(
            """
            nessie.catalog.service.s3.default-options.region=us-west-2
            nessie.catalog.service.s3.default-options.endpoint=${LAKE}
            nessie.catalog.service.s3.default-options.path-style-access=${STYLE:false}
            """);

    assertThat(warehouse.usual())
        .isEqualTo(with(access("http://lake:9000", "eu-central-1", false), "id", "key"));
  }

  @Test
  void ownOptionsReplaceTheDefaultsAndNotWhatABucketSays() throws IOException {
    own.put("endpoint", "http://localhost:9000");
    S3Warehouse warehouse =
        read(
            """
            nessie.catalog.service.s3.default-options.endpoint=http://minio:9000
            nessie.catalog.service.s3.buckets.b.endpoint=http://other:9000
            """);

    assertThat(warehouse.usual()).isEqualTo(access("http://localhost:9000", null, true));
    assertThat(warehouse.rules())
        .containsExactly(new Rule("b", "", access("http://other:9000", null, true)));
  }

  @Test
  void keysThatAreElsewhereAndRolesAreWarnedOf() throws IOException {
    read(
        """
        nessie.catalog.service.s3.default-options.access-key=urn:nessie-secret:vault:secret/lake
        nessie.catalog.service.s3.default-options.server-iam.enabled=true
        """);

    assertThat(warnings)
        .anyMatch(text -> text.contains("an access key that is kept elsewhere"))
        .anyMatch(text -> text.contains("assumes a role"));
  }

  @Test
  void settingsThatCannotBeReadAreRefused() {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> NessieSettings.read(Optional.of(folder.resolve("none")), invocation()))
        .withMessageContaining("there is no such file")
        .matches(e -> e.failure() == Failure.USAGE);
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> read("nessie.catalog.service.s3.default-options.endpoint=not an address"))
        .matches(e -> e.failure() == Failure.USAGE);
  }
}
