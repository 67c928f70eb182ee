package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.cli.testing.JsonContract;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.store.s3.S3Server;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code verify --files} against a real catalog and a real server of buckets. */
class VerifyFilesTest {
  private static final JsonContract CONTRACT = JsonContract.read();
  private static PostgresServer server;
  private static S3Server lake;
  private static @TempDir Path folder;
  private static final Map<String, String> ENVIRONMENT = new HashMap<>();

  @BeforeAll
  static void start() throws SQLException, IOException {
    server = PostgresServer.start();
    lake = S3Server.shared();
    server.createDatabase("files");
    try (Connection connection = server.connect("files")) {
      CatalogShape shape = new CatalogShape(60, 3, 8, 20, 1, List.of(""));
      SampleCatalog.create(connection, "nessie", shape);
    }
    Path settings = folder.resolve("application.properties");
    Files.writeString(
        settings,
        """
        nessie.version.store.type=JDBC2
        nessie.catalog.service.s3.default-options.endpoint=http://127.0.0.1:%d
        nessie.catalog.service.s3.default-options.path-style-access=true
        nessie.catalog.service.s3.default-options.access-key=urn:nessie-secret:quarkus:lake
        lake.name=tester
        lake.secret=testers-secret
        """
            .formatted(lake.port()));
    ENVIRONMENT.put("NESSIE_BACKUP_VAULT", folder.resolve("vault").toString());
    ENVIRONMENT.put("XDG_CONFIG_HOME", folder.resolve("keys").toString());
    ENVIRONMENT.put("NESSIE_BACKUP_JDBC_URL", server.jdbcUrl("files"));
    ENVIRONMENT.put("NESSIE_BACKUP_USER", server.user());
    ENVIRONMENT.put("NESSIE_BACKUP_NESSIE_PROPERTIES", settings.toString());
    assertThat(run("init").status()).isZero();
    assertThat(run("backup").status()).isZero();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ProgramRun run(String... args) {
    return ProgramRun.of(ENVIRONMENT, args);
  }

  private static JsonNode json(String... args) {
    String[] all =
        Stream.concat(Stream.of("verify", "--files", "--json"), Stream.of(args))
            .toArray(String[]::new);
    ProgramRun run = run(all);
    JsonNode summary = run.summary();
    CONTRACT.holdsFor(summary, "verify --files");
    assertThat(run.status()).isEqualTo(summary.path("exit_code").asInt());
    return summary;
  }

  private static void put(String place) {
    HttpRequest request =
        HttpRequest.newBuilder(address(place))
            .PUT(
                place.contains("/")
                    ? HttpRequest.BodyPublishers.ofString("{\"format-version\":2}")
                    : HttpRequest.BodyPublishers.noBody())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
      assertThat(answer.statusCode()).as(place).isEqualTo(200);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** With all characters encoded that an address cannot have. */
  private static URI address(String place) {
    try {
      return new URI("http", null, "127.0.0.1", lake.port(), "/" + place, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Set<String> locations(JsonNode summary) {
    Set<String> locations = new TreeSet<>();
    for (JsonNode reference : summary.path("references")) {
      for (JsonNode table : reference.path("named")) {
        locations.add(table.path("location").asString());
      }
    }
    return locations;
  }

  @Test
  void filesAreUnknownThenMissingThenThere() {
    JsonNode nothing = json("latest");
    assertThat(nothing.path("sound").asBoolean()).isFalse();
    assertThat(nothing.path("exit_code").asInt()).isEqualTo(3);
    assertThat(nothing.path("files").path("missing").asInt()).isZero();
    Set<String> all = locations(nothing);
    assertThat(nothing.path("files").path("unknown").asInt()).isEqualTo(all.size());

    put("warehouse");
    JsonNode lost = reference(nothing, "etl/job-1").path("named").get(0);
    String location = lost.path("location").asString();
    all.stream()
        .filter(each -> !each.equals(location))
        .forEach(each -> put(each.substring("s3://".length())));
    JsonNode missing = json("latest", "--deep");
    assertThat(missing.path("files").path("missing").asInt()).isEqualTo(1);
    assertThat(missing.path("files").path("unknown").asInt()).isZero();
    assertThat(missing.path("exit_code").asInt()).isEqualTo(3);
    ProgramRun text = run("verify", "--files", "--live", "etl/job-1");
    assertThat(text.status()).isEqualTo(3);
    assertThat(text.out())
        .startsWith("files of the live catalog in ")
        .contains("BROKEN   branch etl/job-1: ")
        .contains("missing  " + lost.path("key").asString() + ": the metadata file is missing")
        .contains(location);
    // Nothing is wrong with a branch that never had this file.
    assertThat(reference(missing, "etl/job-2").path("sound").asBoolean()).isTrue();
    assertThat(json("latest", "etl/job-2").path("exit_code").asInt()).isZero();

    put(location.substring("s3://".length()));
    JsonNode whole = json("--live", "--sample", "50%", "--seed", "4", "--rate", "100000/s");
    assertThat(whole.path("sound").asBoolean()).isTrue();
    assertThat(whole.path("exit_code").asInt()).isZero();
    assertThat(whole.path("files").path("skipped").asInt()).isPositive();
    assertThat(run("verify", "--files", "latest").out()).contains("ok       branch main: ");
  }

  private static JsonNode reference(JsonNode summary, String name) {
    for (JsonNode reference : summary.path("references")) {
      if (reference.path("name").asString().equals(name)) {
        return reference;
      }
    }
    throw new AssertionError("no reference " + name);
  }

  /** The summary without words that differ from one time to the next. */
  private static JsonNode found(JsonNode summary) {
    ObjectNode found = ((ObjectNode) summary).deepCopy();
    for (JsonNode reference : found.path("references")) {
      for (JsonNode table : reference.path("named")) {
        // After which question a server that does not answer is given up is chance.
        if (table.path("state").asString().equals("unknown")) {
          ((ObjectNode) table).remove("message");
        }
      }
    }
    return found;
  }

  private static ProgramRun shard(String run, int index, int count, String... more) {
    return ProgramRun.of(
        with("JOB_COMPLETION_INDEX", String.valueOf(index)),
        Stream.concat(
                Stream.of("verify", "--files", "latest", "--json", "--shard", "auto/" + count),
                Stream.concat(Stream.of("--run", run), Stream.of(more)))
            .toArray(String[]::new));
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> environment = new HashMap<>(ENVIRONMENT);
    environment.put(name, value);
    return environment;
  }

  @Test
  void mergedShardsSayWhatOneProcessSays() {
    JsonNode whole = found(json("latest"));
    for (int count : List.of(1, 4)) {
      String run = "of-" + count;
      for (int index = 0; index < count; index++) {
        ProgramRun part = shard(run, index, count);
        CONTRACT.holdsFor(part.summary(), "verify --files");
        assertThat(part.summary().path("shard").path("index").asInt()).isEqualTo(index + 1);
        // Whether the files are there depends on which test has come before.
        assertThat(part.status()).isEqualTo(part.summary().path("exit_code").asInt());
      }
      assertThat(found(json("--merge", "--run", run))).isEqualTo(whole);
    }
  }

  @Test
  void lastShardMerges() {
    JsonNode whole = found(json("latest"));

    assertThat(shard("last", 2, 3, "--merge").summary().path("shard").path("run").asString())
        .isEqualTo("last");
    assertThat(shard("last", 0, 3, "--merge").summary().path("shard").path("count").asInt())
        .isEqualTo(3);
    ProgramRun text = run("verify", "--files", "latest", "--shard", "3/3", "--run", "last");
    assertThat(text.out()).startsWith("shard 3 of 3 of check \"last\"\nfiles of backup ");
    assertThat(found(shard("last", 1, 3, "--merge").summary())).isEqualTo(whole);
  }

  @Test
  void missingShardsAreNamedAndEndWith3() {
    shard("lost", 1, 3);
    ProgramRun merge = run("verify", "--files", "--merge", "--run", "lost");

    assertThat(merge.status()).isEqualTo(3);
    assertThat(merge.err())
        .contains("check \"lost\" has not all of its 3 shards")
        .contains("shard 1 is missing, shard 3 is missing");
    assertThat(run("verify", "--files", "--merge", "--run", "never").status()).isEqualTo(3);
  }

  @Test
  void shardsThatMakeNoSenseAreRefused() {
    for (String words :
        List.of(
            "latest --shard 3/16",
            "latest --run a",
            "--merge",
            "--merge --run a latest",
            "--merge --run a --deep",
            "--live --shard 1/2 --run a",
            "--shard 1/2 --run a",
            "latest --shard 0/2 --run a",
            "latest --shard 3/2 --run a",
            "latest --shard 1/1025 --run a",
            "latest --shard half --run a",
            "latest --shard 1/2 --run A/..",
            "latest --shard auto/2 --run a")) {
      String[] args = ("verify --files " + words).split(" ");
      assertThat(run(args).status()).as(words).isEqualTo(2);
    }
    assertThat(run("verify", "latest", "--shard", "1/2", "--run", "a").status()).isEqualTo(2);
    assertThat(shard("a", 2, 2).status()).isEqualTo(2);
    assertThat(shard("fixed", 0, 2).status()).isIn(0, 3);
    assertThat(shard("fixed", 0, 2, "--deep").err()).contains("has begun with something else");
  }

  @Test
  void argumentsThatMakeNoSenseAreRefused() {
    assertThat(run("verify", "--files").status()).isEqualTo(2);
    assertThat(run("verify", "--files", "--all").status()).isEqualTo(2);
    assertThat(run("verify", "--files", "latest", "--quick").status()).isEqualTo(2);
    assertThat(run("verify", "latest", "--deep").status()).isEqualTo(2);
    assertThat(run("verify", "latest", "main").status()).isEqualTo(2);
    assertThat(run("verify", "--files", "latest", "--sample", "5").status()).isEqualTo(2);
    assertThat(run("verify", "--files", "latest", "mian").err())
        .contains("no branch and no tag \"mian\"");
  }
}
