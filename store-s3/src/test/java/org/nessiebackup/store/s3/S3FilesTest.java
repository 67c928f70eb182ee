package org.nessiebackup.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Secret;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.store.FileProbe;
import org.nessiebackup.testing.FaultyProxy;
import org.nessiebackup.testing.FileProbeContract;
import org.nessiebackup.testing.TestRetries;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3FilesTest extends FileProbeContract {
  /** Not so short that a busy machine would be taken for a silent server. */
  private static final S3Timeouts TIMEOUTS =
      new S3Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(1));

  private static final Retrier RETRIER = TestRetries.of(2);

  private static S3Server server;
  private static S3Client client;

  private FaultyProxy proxy;
  private FileProbe files;

  @BeforeAll
  static void startServer() {
    server = S3Server.shared();
    client = S3Connection.open(endpoint(server.port()), TIMEOUTS);
  }

  @AfterAll
  static void stopServer() {
    client.close();
  }

  @BeforeEach
  void watch() {
    proxy = new FaultyProxy(server.port());
    files = new S3Files(new S3Warehouse(access(proxy.port()), List.of()), TIMEOUTS, RETRIER);
  }

  @AfterEach
  void stopWatching() {
    proxy.close();
  }

  private static S3Endpoint endpoint(int port) {
    return new S3Endpoint(
        Optional.of(URI.create("http://127.0.0.1:" + port)),
        Optional.empty(),
        true,
        Optional.empty());
  }

  private static S3Warehouse.Access access(int port) {
    return new S3Warehouse.Access(endpoint(port), Optional.empty());
  }

  @Override
  protected FileProbe probe() {
    return files;
  }

  @Override
  protected String put(String name, String content) {
    client.putObject(
        put -> put.bucket(S3Server.BUCKET).key("lake/" + name), RequestBody.fromString(content));
    return location(name);
  }

  @Override
  protected String location(String name) {
    return "s3://" + S3Server.BUCKET + "/lake/" + name;
  }

  @Override
  protected String elsewhere() {
    return "s3://no-such-bucket/lake/t/metadata/0.json";
  }

  @Test
  void allNamesOfTheSchemeMeanTheSameAndQueriesAreNoPartOfAKey() throws IOException {
    put("a.json", "x");

    for (String scheme : List.of("s3", "s3a", "s3n")) {
      assertThat(files.exists(scheme + "://" + S3Server.BUCKET + "/lake/a.json")).isTrue();
    }
    assertThat(files.exists(location("a.json?versionId=null"))).isTrue();
  }

  @Test
  void filesAreLookedAtWithoutReadingThem() throws IOException {
    String there = put("a.json", "x");
    files.exists(there);
    files.exists(there);
    files.exists(location("b.json"));
    files.exists(location("c.json"));

    assertThat(proxy.requests())
        .extracting(FaultyProxy.Request::method)
        .containsOnly("HEAD")
        .hasSize(4);
  }

  @Test
  void missingFileIsToldFromMissingBucketByOneMoreQuestionOnly() throws IOException {
    files.exists(location("b.json"));
    files.exists(location("c.json"));

    assertThat(proxy.requests())
        .extracting(FaultyProxy.Request::method)
        .containsExactly("HEAD", "GET", "HEAD");
    assertThat(proxy.requests().stream().filter(request -> request.is("GET", "")))
        .extracting(request -> request.header("range"))
        .containsExactly("bytes=0-0");
  }

  @Test
  void refusalIsNoWordAboutTheFile() {
    proxy.always(request -> true, call -> call.answer(new FaultyProxy.Answer(403, Map.of(), "")));

    assertThatThrownBy(() -> files.exists(location("a.json")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("access denied")
        .hasMessageContaining("s3:ListBucket");
  }

  @Test
  void serverThatIsDownOrSilentIsNoWordAboutTheFile() {
    proxy.always(request -> true, call -> call.answer(new FaultyProxy.Answer(503, Map.of(), "")));
    assertThatThrownBy(() -> files.exists(location("a.json")))
        .hasMessageContaining("out of order or has too much to do");
    proxy.close();
    assertThatThrownBy(() -> files.exists(location("a.json")))
        .hasMessageContaining("no connection to");
  }

  @Test
  void bucketsHaveTheirOwnServersAndKeys() throws IOException {
    S3Warehouse.Access nowhere = access(1);
    S3Warehouse.Access own =
        new S3Warehouse.Access(
            endpoint(proxy.port()),
            Optional.of(new S3Credentials("own-key", new Secret("own secret"))));
    FileProbe several =
        new S3Files(
            new S3Warehouse(
                nowhere,
                List.of(
                    new S3Warehouse.Rule(S3Server.BUCKET, "", nowhere),
                    new S3Warehouse.Rule(S3Server.BUCKET, "lake/", own))),
            TIMEOUTS,
            RETRIER);
    String there = put("a.json", "x");

    assertThat(several.exists(there)).isTrue();
    assertThat(proxy.requests())
        .allSatisfy(
            request -> assertThat(request.header("authorization")).contains("Credential=own-key/"));
    assertThatThrownBy(() -> several.exists("s3://" + S3Server.BUCKET + "/other/a.json"))
        .hasMessageContaining("no connection to");
  }
}
