package org.nessiebackup.testing.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Cancellation;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.retry.RetryPolicy;
import org.nessiebackup.retry.WaitContext;
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectLockedException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoreFullException;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.Upload;
import org.nessiebackup.testing.Faults;
import org.nessiebackup.testing.FaultyProxy;
import org.nessiebackup.testing.FaultyProxy.Request;

/** What every bucket does when the way to its server, or the server, goes wrong. */
class WebFaultsTest {
  private static final int ATTEMPTS = 3;

  private final WebServer server = new WebServer();
  private final FaultyProxy proxy = new FaultyProxy(server.port());
  private final List<String> retries = Collections.synchronizedList(new ArrayList<>());
  private final ObjectStore store = open(proxy.port());
  private final ObjectStore direct = open(server.port());

  private ObjectStore open(int port) {
    Duration pause = Duration.ofMillis(1);
    return new WebStoreFactory()
        .open(
            "web://127.0.0.1:" + port + "/vault",
            new Retrier(
                RetryPolicy.attempts(ATTEMPTS, pause, pause),
                new WaitContext(Clock.systemUTC(), new Cancellation()),
                retry -> retries.add(retry.toString())));
  }

  @AfterEach
  void close() {
    proxy.close();
    server.close();
  }

  private static Predicate<Request> method(String method) {
    return request -> request.method().equals(method);
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
  void passingErrorsAreOvercomeAndReported() throws IOException {
    byte[] large = bytes(20 << 20);
    proxy.fault(2, method("PUT"), Faults.error(503, "Busy"));
    put(store, "small", bytes(10));
    proxy.fault(1, request -> request.is("PUT", "part=2"), Faults.requestLost());
    proxy.fault(1, request -> request.is("PUT", "part=3"), Faults.error(500, "Ill"));
    put(store, "large", large);
    proxy.fault(2, request -> request.is("GET", "prefix"), Faults.error(500, "Ill"));

    assertThat(store.list("")).extracting(StoredObject::name).containsExactly("large", "small");
    assertThat(get(store, "large")).isEqualTo(large);
    assertThat(retries)
        .hasSize(6)
        .contains(
            "cannot publish \"small\": attempt 2 of 3 in 0.0 s: the server refused it (HTTP 503)",
            "cannot publish \"small\": attempt 3 of 3 in 0.0 s: the server refused it (HTTP 503)");
  }

  @Test
  void lostResponsesAreNoFailures() throws IOException {
    proxy.fault(1, method("PUT"), Faults.answerLost());
    put(store, "small", bytes(10));
    proxy.fault(1, request -> request.is("POST", "upload="), Faults.answerLost());
    proxy.fault(1, request -> request.is("PUT", "part=1"), Faults.answerLost());
    put(store, "large", bytes(20 << 20));
    proxy.always(request -> request.is("PUT", ""), Faults.answerLost());
    put(store, "never-answered", bytes(3));

    assertThat(get(direct, "small")).isEqualTo(bytes(10));
    assertThat(get(direct, "large")).isEqualTo(bytes(20 << 20));
    assertThat(get(direct, "never-answered")).isEqualTo(bytes(3));
    assertThat(direct.unfinished()).isEmpty();
  }

  @Test
  void readingResumesWhereTheConnectionBroke() throws IOException {
    byte[] large = bytes(1_000_000);
    put(direct, "a", large);
    proxy.fault(7, method("GET"), Faults.answerCutAfter(100_000));

    assertThat(get(store, "a")).isEqualTo(large);
    assertThat(proxy.requests())
        .extracting(request -> request.header("Range"))
        .filteredOn(range -> !range.isEmpty())
        .hasSize(7)
        .allMatch(range -> range.matches("bytes=[1-9][0-9]*-"));
    assertThat(retries)
        .hasSize(7)
        .allMatch(
            retry ->
                retry.matches("reading \"a\" broke off after \\d+ of 1000000 bytes: attempt 2 .*"));
  }

  @Test
  void readingThatGetsNowhereEndsWithAnErrorAndNotEarly() throws IOException {
    put(direct, "a", bytes(1000));
    proxy.fault(1, method("GET"), Faults.answerCutAfter(600));
    proxy.always(method("GET"), Faults.answerCutAfter(0));

    assertThatThrownBy(() -> get(store, "a"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("after 600 of 1000 bytes of \"a\"");
  }

  @Test
  void twoObjectsAreNeverMixedIntoOne() throws IOException {
    put(direct, "a", bytes(1000));
    proxy.fault(1, method("GET"), Faults.answerCutAfter(600));
    try (InputStream in = store.open("a")) {
      direct.delete("a");
      put(direct, "a", bytes(1001));

      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot go on reading \"a\"");
    }
  }

  @Test
  void serverThatIgnoresRangesIsNoticed() throws IOException {
    put(direct, "a", bytes(1000));
    proxy.fault(1, method("GET"), Faults.answerCutAfter(600));
    proxy.always(method("GET"), Faults.headerIgnored("range"));

    assertThatThrownBy(() -> get(store, "a"))
        .hasMessage("cannot go on reading \"a\": the server does not send parts of an object");
    assertThat(retries)
        .singleElement()
        .asString()
        .startsWith("reading \"a\" broke off after 600 of 1000 bytes: ");
  }

  @Test
  void writerThatComesFirstKeepsTheName() throws IOException {
    proxy.fault(
        1,
        request -> request.is("POST", "upload=") && !request.is("POST", "begin"),
        call -> {
          put(direct, "large", bytes(5));
          call.answer(call.forward(call.request()));
        });

    assertThatThrownBy(() -> put(store, "large", bytes(20 << 20)))
        .isInstanceOf(ObjectExistsException.class)
        .hasMessageContaining("\"large\" exists in web://127.0.0.1");
    assertThat(get(direct, "large")).isEqualTo(bytes(5));
    assertThat(direct.unfinished()).isEmpty();
  }

  @Test
  void serverThatStaysIllIsReportedAndKeepsNothing() throws IOException {
    proxy.always(request -> request.is("PUT", "part"), Faults.error(503, "Busy"));

    assertThatThrownBy(() -> put(store, "a/b", bytes(9 << 20)))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot send part 1 of \"a/b\": the server refused it (HTTP 503)");
    assertThat(retries).hasSize(ATTEMPTS - 1);
    assertThat(direct.list("")).isEmpty();
    assertThat(direct.unfinished()).isEmpty();
  }

  @Test
  void refusalsAreNamedAndNotRepeated() {
    proxy.fault(1, method("GET"), Faults.error(403, "Denied"));
    assertThatThrownBy(() -> store.list(""))
        .isInstanceOfSatisfying(
            AccessRefusedException.class,
            e -> assertThat(e.hint()).isEqualTo("Ask for the right to do it."))
        .hasMessage("cannot list: access denied (HTTP 403)");
    proxy.fault(1, method("DELETE"), Faults.error(423, "Kept"));
    assertThatThrownBy(() -> store.delete("a")).isInstanceOf(ObjectLockedException.class);
    proxy.fault(1, method("PUT"), Faults.error(507, "Full"));
    assertThatThrownBy(() -> put(store, "a", bytes(1))).isInstanceOf(StoreFullException.class);

    assertThat(retries).isEmpty();
  }

  @Test
  void allPagesOfAListAreRead() throws IOException {
    for (int i = 0; i <= 2 * WebServer.PAGE; i++) {
      put(direct, "n/" + i, new byte[0]);
    }

    assertThat(store.list("n/")).hasSize(2 * WebServer.PAGE + 1);
    assertThat(store.list("n/")).extracting(StoredObject::name).isSorted();
  }
}
