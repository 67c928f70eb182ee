package org.nessiebackup.store.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.Upload;
import org.nessiebackup.testing.Faults;
import org.nessiebackup.testing.FaultyProxy;
import org.nessiebackup.testing.FaultyProxy.Request;
import org.nessiebackup.testing.TestRetries;

/** What becomes of objects when the way to the server, or the server, goes wrong. */
class GcsFaultsTest {
  private static GcsServer server;
  private static int places;

  private FaultyProxy proxy;
  private ObjectStore store;
  private ObjectStore direct;
  private long arrived;
  private boolean published;

  @BeforeAll
  static void startServer() {
    server = GcsServer.start();
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void standBetween() {
    proxy = new FaultyProxy(server.port());
    String place = "faults-" + ++places;
    store = GcsStoreFactory.open(server.place(place, proxy.port()), TestRetries.of(8));
    direct = GcsStoreFactory.open(server.place(place, server.port()), TestRetries.of(8));
  }

  @AfterEach
  void stepAside() {
    proxy.close();
  }

  private static boolean isWhole(Request request) {
    return request.is("POST", "uploadType=multipart");
  }

  private static boolean isPart(Request request) {
    return request.header("Content-Range").matches("bytes [0-9]+-.*/[*]");
  }

  private static boolean isLast(Request request) {
    return request.header("Content-Range").matches("bytes [0-9]+-.*/[0-9]+");
  }

  private static boolean isRead(Request request) {
    return request.is("GET", "alt=media");
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
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

  /** This server takes the question for the end of the upload, so it is answered in between. */
  private void answerHowMuchHasArrived() {
    proxy.always(
        request -> request.header("Content-Range").startsWith("bytes */"),
        call ->
            call.answer(
                new FaultyProxy.Answer(
                    published ? 200 : 308,
                    arrived == 0 ? Map.of() : Map.of("Range", List.of("bytes=0-" + (arrived - 1))),
                    "")));
  }

  private void loseAnswer(FaultyProxy.Call call) throws IOException {
    String range = call.request().header("Content-Range");
    call.forward(call.request());
    arrived = Long.parseLong(range.replaceAll("bytes [0-9]+-([0-9]+)/.*", "$1")) + 1;
    published = isLast(call.request());
  }

  @Test
  void listingThatIsCutOffIsAskedForAgain() throws IOException {
    put(store, "a", bytes(10));
    for (int bytes : new int[] {0, 1, 60, 250}) {
      proxy.fault(
          2,
          request -> request.method().equals("GET") && request.path().getPath().endsWith("/o"),
          Faults.answerCutAfter(bytes));

      assertThat(store.list("")).extracting(StoredObject::name).containsExactly("a");
    }
    proxy.always(
        request -> request.method().equals("GET") && request.path().getPath().endsWith("/o"),
        Faults.answerCutAfter(60));
    assertThatThrownBy(() -> store.list("")).isInstanceOf(IOException.class);
  }

  @Test
  void passingErrorsAreOvercome() throws IOException {
    byte[] large = bytes(20 << 20);
    proxy.fault(1, GcsFaultsTest::isWhole, Faults.error(503, "ServerBusy"));
    put(store, "small", bytes(10));
    answerHowMuchHasArrived();
    proxy.fault(1, GcsFaultsTest::isPart, Faults.error(503, "ServerBusy"));
    proxy.fault(1, GcsFaultsTest::isPart, Faults.requestLost());
    put(store, "large", large);
    proxy.fault(1, GcsFaultsTest::isRead, Faults.error(500, "InternalError"));

    assertThat(get(store, "large")).isEqualTo(large);
    assertThat(get(direct, "small")).isEqualTo(bytes(10));
  }

  @Test
  void lostAnswersAreNoFailures() throws IOException {
    proxy.fault(1, GcsFaultsTest::isWhole, Faults.answerLost());
    put(store, "small", bytes(10));
    answerHowMuchHasArrived();
    proxy.fault(1, GcsFaultsTest::isPart, this::loseAnswer);
    proxy.fault(1, GcsFaultsTest::isLast, this::loseAnswer);
    put(store, "large", bytes(20 << 20));

    assertThat(get(direct, "small")).isEqualTo(bytes(10));
    assertThat(get(direct, "large")).isEqualTo(bytes(20 << 20));
  }

  @Test
  void readingGoesOnWhereTheConnectionBroke() throws IOException {
    byte[] large = bytes(6 << 20);
    put(direct, "a", large);
    proxy.fault(3, GcsFaultsTest::isRead, Faults.answerCutAfter(1 << 20));

    assertThat(get(store, "a")).isEqualTo(large);
  }

  /**
   * This server looks at conditions when an upload begins; the real one looks again when it ends.
   */
  @Test
  void writerThatComesBeforeTheLastRequestKeepsTheName() throws IOException {
    proxy.fault(
        1,
        GcsFaultsTest::isLast,
        call -> {
          put(direct, "large", bytes(5));
          Faults.error(412, "conditionNotMet").play(call);
        });

    assertThatThrownBy(() -> put(store, "large", bytes(20 << 20)))
        .isInstanceOf(ObjectExistsException.class);
    assertThat(get(direct, "large")).isEqualTo(bytes(5));
  }

  @Test
  void missingRightsAreNamedAndLeaveNothing() throws IOException {
    proxy.always(request -> true, Faults.error(403, "AuthorizationFailure"));

    assertThatThrownBy(() -> put(store, "a", bytes(10)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("access denied");
    assertThat(direct.list("")).extracting(StoredObject::name).isEmpty();
  }
}
