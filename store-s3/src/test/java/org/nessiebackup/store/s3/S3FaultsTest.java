package org.nessiebackup.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoreFullException;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;
import org.nessiebackup.store.Upload;
import org.nessiebackup.store.bucket.BucketCaller;
import org.nessiebackup.testing.Faults;
import org.nessiebackup.testing.FaultyProxy;
import org.nessiebackup.testing.TestRetries;

/** What becomes of objects when the way to the server, or the server, goes wrong. */
class S3FaultsTest {

  private static final int ATTEMPTS = 3;
  private static final Retrier RETRIER = TestRetries.of(ATTEMPTS);

  /** Not so short that a busy machine would be taken for a silent server. */
  private static final S3Timeouts TIMEOUTS = timeouts(Duration.ofSeconds(30));

  private static S3Timeouts timeouts(Duration silence) {
    return new S3Timeouts(Duration.ofSeconds(30), silence, Duration.ofMinutes(1));
  }

  private static ObjectStore open(String place, S3Timeouts timeouts) {
    return S3StoreFactory.open(S3Location.parse(place), timeouts, RETRIER);
  }

  private static S3Server server;
  private static int places;

  private FaultyProxy proxy;
  private ObjectStore store;
  private ObjectStore direct;

  @BeforeAll
  static void startServer() {
    server = S3Server.shared();
  }

  @BeforeEach
  void standBetween() {
    proxy = new FaultyProxy(server.port());
    String place = "faults-" + ++places;
    store = open(S3Server.place(place, proxy.port()), TIMEOUTS);
    direct = open(S3Server.place(place, server.port()), TIMEOUTS);
  }

  @AfterEach
  void stepAside() {
    proxy.close();
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private void put(String name, byte[] bytes) throws IOException {
    put(store, name, bytes);
  }

  private static void put(ObjectStore store, String name, byte[] bytes) throws IOException {
    try (Upload upload = store.create(name)) {
      upload.body().write(bytes);
      upload.commit();
    }
  }

  private static byte[] get(ObjectStore store, String name) throws IOException {
    try (InputStream in = store.open(name)) {
      return in.readAllBytes();
    }
  }

  private void nothingIsLeft() throws IOException {
    assertThat(direct.list("")).isEmpty();
    assertThat(direct.unfinished()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"500,InternalError", "503,SlowDown", "503,ServiceUnavailable", "400,BadDigest"})
  void passingErrorsAreOvercome(int status, String code) throws IOException {
    byte[] large = bytes(9 << 20);
    proxy.fault(2, RequestKind.PUT, Faults.error(status, code));
    put("small", bytes(10));
    proxy.fault(2, RequestKind.PART, Faults.error(status, code));
    put("large", large);
    proxy.fault(2, RequestKind.GET, Faults.error(status, code));

    assertThat(get(store, "large")).isEqualTo(large);
    assertThat(get(direct, "small")).isEqualTo(bytes(10));
  }

  @Test
  void serverThatStaysOutOfOrderIsReportedAndKeepsNothing() throws IOException {
    proxy.always(RequestKind.PART, Faults.error(503, "SlowDown"));

    assertThatThrownBy(() -> put("a/b", bytes(9 << 20)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot send part 1 of \"a/b\"")
        .hasMessageContaining("too much to do")
        .hasMessageContaining("SlowDown");
    nothingIsLeft();
  }

  @Test
  void brokenConnectionsOfAPutAreOvercome() throws IOException {
    proxy.fault(2, RequestKind.PUT, Faults.requestLost());
    put("small", bytes(100));
    proxy.fault(2, RequestKind.PART, Faults.requestLost());
    put("large", bytes(9 << 20));

    assertThat(get(direct, "small")).isEqualTo(bytes(100));
    assertThat(get(direct, "large")).isEqualTo(bytes(9 << 20));
  }

  @Test
  void putThatNeverComesThroughLeavesNothing() throws IOException {
    proxy.always(RequestKind.PUT, Faults.requestLost());

    assertThatThrownBy(() -> put("a", bytes(100)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot publish \"a\"");
    nothingIsLeft();
  }

  @Test
  void readingGoesOnWhereTheConnectionBroke() throws IOException {
    byte[] large = bytes(1_000_000);
    put("a", large);
    proxy.fault(7, RequestKind.GET, Faults.answerCutAfter(100_000));

    assertThat(get(store, "a")).isEqualTo(large);
    assertThat(proxy.requests())
        .filteredOn(RequestKind.GET)
        .extracting(request -> request.header("Range"))
        .contains("bytes=100000-", "bytes=700000-");
  }

  @Test
  void listingThatIsCutOffIsAskedForAgain() throws IOException {
    put("a", bytes(10));
    for (int bytes : new int[] {0, 1, 60, 250}) {
      proxy.fault(2, RequestKind.LISTING, Faults.answerCutAfter(bytes));

      assertThat(store.list("")).extracting(StoredObject::name).containsExactly("a");
    }
    proxy.always(RequestKind.LISTING, Faults.answerCutAfter(60));
    assertThatThrownBy(() -> store.list("")).isInstanceOf(IOException.class);
  }

  @Test
  void answersToAnUploadThatAreCutOffLoseNothing() throws IOException {
    byte[] large = bytes(9 << 20);
    proxy.fault(2, request -> request.method().equals("POST"), Faults.answerCutAfter(40));
    put("large", large);

    assertThat(get(direct, "large")).isEqualTo(large);
  }

  @Test
  void readingThatGetsNowhereEndsWithAnErrorAndNotEarly() throws IOException {
    put("a", bytes(1000));
    proxy.fault(1, RequestKind.GET, Faults.answerCutAfter(600));
    proxy.always(RequestKind.GET, Faults.answerCutAfter(0));

    assertThatThrownBy(() -> get(store, "a"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("after 600 of 1000 bytes of \"a\"");
  }

  @Test
  void twoObjectsAreNeverMixedIntoOne() throws IOException {
    put("a", bytes(1000));
    proxy.fault(1, RequestKind.GET, Faults.answerCutAfter(600));
    try (InputStream in = store.open("a")) {
      direct.delete("a");
      put(direct, "a", bytes(1001));

      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot go on reading \"a\"");
    }
  }

  @Test
  void bytesDamagedOnTheWayNeverBecomeAnObject() throws IOException {
    proxy.always(RequestKind.PUT, Faults.flippedBit());

    assertThatThrownBy(() -> put("small", bytes(100))).isInstanceOf(IOException.class);
    nothingIsLeft();
  }

  /** This server does not look at the checksums of parts; those of our users do. */
  @Test
  void everyPartCarriesItsChecksums() throws IOException {
    put("large", bytes(17 << 20));

    assertThat(proxy.requests())
        .filteredOn(RequestKind.PART)
        .hasSize(3)
        .allSatisfy(
            part -> {
              assertThat(part.header("Content-MD5")).isEqualTo(base64(part.digest("MD5")));
              assertThat(part.header("x-amz-content-sha256"))
                  .isEqualTo(HexFormat.of().formatHex(part.digest("SHA-256")));
            });
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void lostAnswerToACommitIsNoFailure() throws IOException {
    proxy.fault(1, RequestKind.PUT, Faults.answerLost());
    put("small", bytes(100));
    proxy.fault(1, RequestKind.COMPLETION, Faults.answerLost());
    put("large", bytes(9 << 20));
    proxy.always(RequestKind.PUT, Faults.answerLost());
    put("never-answered", bytes(100));

    assertThat(get(direct, "small")).isEqualTo(bytes(100));
    assertThat(get(direct, "large")).isEqualTo(bytes(9 << 20));
    assertThat(direct.unfinished()).isEmpty();
  }

  @Test
  void writerThatComesBetweenLookAndCommitKeepsTheName() throws IOException {
    byte[] first = bytes(5);
    proxy.fault(
        1,
        RequestKind.PUT,
        call -> {
          put(direct, "small", first);
          call.answer(call.forward(call.request()));
        });
    proxy.fault(
        1,
        RequestKind.COMPLETION,
        call -> {
          put(direct, "large", first);
          call.answer(call.forward(call.request()));
        });

    assertThatThrownBy(() -> put("small", bytes(100))).isInstanceOf(ObjectExistsException.class);
    assertThat(get(direct, "small")).isEqualTo(first);
    try (Upload upload = store.create("large")) {
      upload.body().write(bytes(9 << 20));
      assertThatThrownBy(upload::commit).isInstanceOf(ObjectExistsException.class);
      // Before the close: when an upload is aborted, this server drops the name's object as well.
      assertThat(get(direct, "large")).isEqualTo(first);
    }
    assertThat(direct.unfinished()).isEmpty();
  }

  @Test
  void serverThatPassesOverConditionsIsNotExclusiveButKeepsTakenNames() throws IOException {
    proxy.always(RequestKind.ANY, Faults.headerIgnored("if-none-match"));

    assertThat(store.supportsConditionalPut()).isFalse();
    put("a", bytes(1));
    assertThatThrownBy(() -> put("a", bytes(2))).isInstanceOf(ObjectExistsException.class);
    assertThat(direct.list("")).extracting(StoredObject::name).containsExactly("a");
  }

  @Test
  void serverThatKnowsConditionsForWholeObjectsOnlyIsNotExclusive() throws IOException {
    proxy.always(RequestKind.COMPLETION, Faults.headerIgnored("if-none-match"));

    assertThat(store.supportsConditionalPut()).isFalse();
    nothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource({"501,NotImplemented", "400,InvalidArgument"})
  void serverThatRefusesConditionsIsUsedWithoutThem(int status, String code) throws IOException {
    proxy.always(request -> !request.header("If-None-Match").isEmpty(), Faults.error(status, code));

    assertThat(store.supportsConditionalPut()).isFalse();
    put("small", bytes(1));
    put("large", bytes(9 << 20));
    assertThatThrownBy(() -> put("small", bytes(2))).isInstanceOf(ObjectExistsException.class);
    assertThat(direct.list("")).extracting(StoredObject::name).containsExactly("large", "small");
  }

  @Test
  void credentialsThatExpireInBetweenAreNamedAndLeaveNothingThatCosts() throws IOException {
    Upload upload = store.create("a/b");
    upload.body().write(bytes(9 << 20));
    proxy.always(RequestKind.ANY, Faults.error(400, "ExpiredToken"));

    assertThatThrownBy(() -> upload.body().write(bytes(9 << 20)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the credentials have expired");
    assertThatThrownBy(upload::commit).hasMessageContaining("the credentials have expired");
    assertThatThrownBy(upload::close).hasMessageContaining("the credentials have expired");
    proxy.heal();
    assertThat(store.list("")).isEmpty();
    for (UnfinishedUpload left : store.unfinished()) {
      store.discard(left);
    }
    nothingIsLeft();
  }

  @Test
  void staleListingHidesNothingFromThoseWhoKnowTheName() throws IOException {
    put("a", bytes(1));
    FaultyProxy.Answer[] stale = new FaultyProxy.Answer[1];
    proxy.fault(
        1,
        RequestKind.LISTING,
        call -> {
          stale[0] = call.forward(call.request());
          call.answer(stale[0]);
        });
    store.list("");
    proxy.always(RequestKind.LISTING, call -> call.answer(stale[0]));
    put("b", bytes(2));

    assertThat(store.list("")).extracting(StoredObject::name).containsExactly("a");
    assertThat(get(store, "b")).isEqualTo(bytes(2));
    assertThatThrownBy(() -> put("b", bytes(3))).isInstanceOf(ObjectExistsException.class);
    store.delete("b");
    assertThat(direct.list("")).extracting(StoredObject::name).containsExactly("a");
  }

  @Test
  void fullServerIsSaidToBeFull() {
    proxy.always(RequestKind.PUT, Faults.error(403, "QuotaExceeded"));

    assertThatThrownBy(() -> put("a", bytes(1))).isInstanceOf(StoreFullException.class);
  }

  @Test
  void missingPermissionsOfALookAreNamedThoughItsAnswerHasNoWords() {
    proxy.always(RequestKind.ANY, Faults.error(403, "InvalidAccessKeyId"));

    assertThatThrownBy(() -> put("a", bytes(1)))
        .hasMessageContaining("does not accept the access key");
    assertThatThrownBy(() -> store.delete("a"))
        .hasMessageContaining("does not accept the access key");
  }

  @Test
  void silentServerIsGivenUp() {
    CountDownLatch givenUp = new CountDownLatch(1);
    proxy.always(RequestKind.ANY, call -> givenUp.await());
    String place = S3Server.place("faults-silent", proxy.port());
    ObjectStore silent = open(place, timeouts(Duration.ofMillis(300)));

    assertThatThrownBy(() -> silent.list(""))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not answer");
    givenUp.countDown();
  }

  @Test
  void serverThatIsNotThereIsNamed() {
    proxy.close();

    assertThatThrownBy(() -> store.list(""))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no connection to \"http://127.0.0.1:" + proxy.port());
  }

  @Test
  void bucketThatIsNotThereIsNamedAndNotMade() {
    String place = "s3://another-bucket/x?endpoint=http://127.0.0.1:" + server.port();
    ObjectStore nowhere = open(place, TIMEOUTS);

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> put(nowhere, "a", bytes(1)))
          .hasMessageContaining("there is no bucket \"another-bucket\"");
      assertThatThrownBy(() -> nowhere.list(""))
          .hasMessageContaining("there is no bucket \"another-bucket\"");
    }
  }

  @Test
  void manyErrorsAreNotAttemptedForEver() {
    proxy.always(RequestKind.ANY, Faults.error(500, "InternalError"));

    assertThatThrownBy(() -> store.list("")).isInstanceOf(IOException.class);
    assertThat(proxy.requests()).hasSize(ATTEMPTS);
    assertThat(BucketCaller.RETRIES.attempts()).isLessThanOrEqualTo(10);
  }
}
