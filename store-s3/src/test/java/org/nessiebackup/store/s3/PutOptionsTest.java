package org.nessiebackup.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nessiebackup.store.Lifetime;
import org.nessiebackup.store.ObjectLockedException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.Upload;
import org.nessiebackup.store.bucket.PartBuffer;
import org.nessiebackup.store.bucket.UploadLabel;
import org.nessiebackup.testing.Faults;
import org.nessiebackup.testing.FaultyProxy;
import org.nessiebackup.testing.FaultyProxy.Request;
import org.nessiebackup.testing.TestRetries;

/**
 * What a server is asked to do with objects, and what it says of them. The server of the tests
 * keeps no promise of that kind, so what it hears and says is looked at and made up in between.
 */
class PutOptionsTest {
  private static final String YEARS_FROM_NOW = "2999-01-01T00:00:00Z";
  private static final String YEARS_AGO = "2001-01-01T00:00:00Z";

  private static S3Server server;
  private static int places;

  private FaultyProxy proxy;

  @BeforeAll
  static void startServer() {
    server = S3Server.shared();
  }

  @BeforeEach
  void standBetween() {
    proxy = new FaultyProxy(server.port());
    places++;
  }

  @AfterEach
  void stepAside() {
    proxy.close();
  }

  private ObjectStore store(String parameters) {
    String place = S3Server.place("keeping-" + places, proxy.port());
    return new S3StoreFactory().open(place + parameters, TestRetries.of(3));
  }

  private static void put(ObjectStore store, String name, int size) throws IOException {
    try (Upload upload = store.create(name)) {
      upload.body().write(new byte[size]);
      upload.commit();
    }
  }

  /** What begins an object: the PUT of a small one, the start of a large one. */
  private List<Request> beginnings() {
    return proxy.requests().stream()
        .filter(request -> request.is("PUT", "") || request.is("POST", "uploads"))
        .toList();
  }

  @Test
  void newObjectsAreLockedForTheDaysTheLocationSays() throws IOException {
    proxy.always(RequestKind.ANY, Faults.headerIgnored("x-amz-object-lock"));
    ObjectStore store = store("&object-lock=compliance&object-lock-days=30");
    put(store, "small", 1);
    put(store, "large", 9 << 20);

    assertThat(beginnings())
        .hasSize(2)
        .allSatisfy(
            request -> {
              assertThat(request.header("x-amz-object-lock-mode")).isEqualTo("COMPLIANCE");
              assertThat(Instant.parse(request.header("x-amz-object-lock-retain-until-date")))
                  .isBetween(
                      Instant.now().plus(Duration.ofDays(29)),
                      Instant.now().plus(Duration.ofDays(31)));
            });
  }

  @Test
  void transientObjectsAreNeverLocked() throws IOException {
    ObjectStore store = store("&object-lock=governance&object-lock-days=1");
    try (Upload upload = store.create("drills/x", Lifetime.TRANSIENT)) {
      upload.body().write(1);
      upload.commit();
    }
    store.supportsConditionalPut();

    assertThat(beginnings())
        .hasSizeGreaterThan(1)
        .allSatisfy(request -> assertThat(request.header("x-amz-object-lock-mode")).isEmpty());
  }

  @Test
  void encryptionAndStorageClassAreAskedFor() throws IOException {
    proxy.always(RequestKind.ANY, Faults.headerIgnored("x-amz-server-side", "x-amz-storage-class"));
    ObjectStore store = store("&sse=aws:kms&sse-kms-key=alias/backup&storage-class=STANDARD_IA");
    put(store, "small", 1);
    put(store, "large", 9 << 20);

    assertThat(beginnings())
        .hasSize(2)
        .allSatisfy(
            request -> {
              assertThat(request.header("x-amz-server-side-encryption")).isEqualTo("aws:kms");
              assertThat(request.header("x-amz-server-side-encryption-aws-kms-key-id"))
                  .isEqualTo("alias/backup");
              assertThat(request.header("x-amz-storage-class")).isEqualTo("STANDARD_IA");
            });
  }

  @Test
  void nothingIsAskedForThatTheLocationDoesNotSay() throws IOException {
    put(store(""), "a", 1);

    assertThat(beginnings().getFirst().headers().keySet())
        .noneMatch(name -> name.matches("(?i)x-amz-(object-lock|server-side|storage|sdk-check).*"));
  }

  @Test
  void lockedObjectStaysAndSaysUntilWhen() throws IOException {
    ObjectStore store = store("");
    put(store, "a", 1);
    proxy.always(
        RequestKind.HEAD,
        Faults.headerAdded("x-amz-object-lock-retain-until-date", YEARS_FROM_NOW));

    assertThatThrownBy(() -> store.delete("a"))
        .isInstanceOf(ObjectLockedException.class)
        .hasMessageContaining("\"a\"")
        .hasMessageContaining("until " + YEARS_FROM_NOW);
    proxy.heal();
    proxy.always(RequestKind.HEAD, Faults.headerAdded("x-amz-object-lock-legal-hold", "ON"));
    assertThatThrownBy(() -> store.delete("a"))
        .isInstanceOf(ObjectLockedException.class)
        .hasMessageContaining("legal hold");
    assertThat(store.list("")).extracting(StoredObject::name).containsExactly("a");
  }

  @Test
  void objectWhoseTimeIsOverIsRemoved() throws IOException {
    ObjectStore store = store("");
    put(store, "a", 1);
    proxy.always(
        RequestKind.HEAD, Faults.headerAdded("x-amz-object-lock-retain-until-date", YEARS_AGO));
    store.delete("a");

    assertThat(store.list("")).isEmpty();
  }

  @Tag("thorough")
  @Test
  void moreThanAThousandObjectsAreListedInOrder() throws IOException {
    ObjectStore store = store("");
    S3Location direct = S3Location.parse(S3Server.place("keeping-" + places, server.port()));
    S3Requests requests =
        new S3Requests(S3Connection.open(direct.endpoint(), S3Timeouts.USUAL), direct);
    UploadLabel label = new UploadLabel("x", Lifetime.TRANSIENT, Optional.empty());
    for (int i = 0; i < 1_001; i++) {
      requests.put(direct.place().key("n/" + i), label, new PartBuffer());
    }

    assertThat(store.list("n/")).hasSize(1_001);
    assertThat(store.list("n/")).extracting(StoredObject::name).isSorted();
    assertThat(proxy.requests()).filteredOn(RequestKind.LISTING).hasSize(4);
  }
}
