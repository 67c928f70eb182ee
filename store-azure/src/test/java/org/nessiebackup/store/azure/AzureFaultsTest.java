package org.nessiebackup.store.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.Upload;
import org.nessiebackup.testing.Faults;
import org.nessiebackup.testing.FaultyProxy;
import org.nessiebackup.testing.FaultyProxy.Request;
import org.nessiebackup.testing.TestRetries;

/** What becomes of objects when the way to the server, or the server, goes wrong. */
class AzureFaultsTest {
  private static AzureServer server;
  private static int places;

  private FaultyProxy proxy;
  private ObjectStore store;
  private ObjectStore direct;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    server = AzureServer.start(folder);
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
    store = AzureStoreFactory.open(server.place(place, proxy.port()), TestRetries.of(8));
    direct = AzureStoreFactory.open(server.place(place, server.port()), TestRetries.of(8));
  }

  @AfterEach
  void stepAside() {
    proxy.close();
  }

  private static boolean isWhole(Request request) {
    return request.method().equals("PUT") && request.path().getRawQuery() == null;
  }

  private static boolean isPart(Request request) {
    return request.is("PUT", "comp=block&");
  }

  private static boolean isLast(Request request) {
    return request.is("PUT", "comp=blocklist");
  }

  private static boolean isRead(Request request) {
    return request.method().equals("GET") && request.path().getRawQuery() == null;
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

  @Test
  void passingErrorsAreOvercome() throws IOException {
    byte[] large = bytes(20 << 20);
    proxy.fault(1, AzureFaultsTest::isWhole, Faults.error(503, "ServerBusy"));
    put(store, "small", bytes(10));
    proxy.fault(1, AzureFaultsTest::isPart, Faults.error(503, "ServerBusy"));
    proxy.fault(1, AzureFaultsTest::isPart, Faults.requestLost());
    put(store, "large", large);
    proxy.fault(1, AzureFaultsTest::isRead, Faults.error(500, "InternalError"));

    assertThat(get(store, "large")).isEqualTo(large);
    assertThat(get(direct, "small")).isEqualTo(bytes(10));
  }

  @Test
  void lostAnswersAreNoFailures() throws IOException {
    proxy.fault(1, AzureFaultsTest::isWhole, Faults.answerLost());
    put(store, "small", bytes(10));
    proxy.fault(1, AzureFaultsTest::isPart, Faults.answerLost());
    proxy.fault(1, AzureFaultsTest::isLast, Faults.answerLost());
    put(store, "large", bytes(20 << 20));

    assertThat(get(direct, "small")).isEqualTo(bytes(10));
    assertThat(get(direct, "large")).isEqualTo(bytes(20 << 20));
  }

  @Test
  void readingGoesOnWhereTheConnectionBroke() throws IOException {
    byte[] large = bytes(6 << 20);
    put(direct, "a", large);
    proxy.fault(3, AzureFaultsTest::isRead, Faults.answerCutAfter(1 << 20));

    assertThat(get(store, "a")).isEqualTo(large);
  }

  /** This server lets blocks be put together over an object; the real one answers as below. */
  @Test
  void writerThatComesBeforeTheLastRequestKeepsTheName() throws IOException {
    proxy.fault(
        1,
        AzureFaultsTest::isLast,
        call -> {
          put(direct, "large", bytes(9 << 20));
          Faults.error(409, "BlobAlreadyExists").play(call);
        });

    assertThatThrownBy(() -> put(store, "large", bytes(20 << 20)))
        .isInstanceOf(ObjectExistsException.class);
    assertThat(get(direct, "large")).isEqualTo(bytes(9 << 20));
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
