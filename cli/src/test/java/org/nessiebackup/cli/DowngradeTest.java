package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.cli.option.Stores;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.Upload;
import org.nessiebackup.store.s3.S3Server;
import tools.jackson.databind.JsonNode;

/**
 * Somebody who can write to the vault switches off what protects it, in a folder and in a bucket;
 * every command refuses it.
 */
class DowngradeTest {
  private static final String DESCRIPTION = "vault.json";
  private static final String KEY = ",\\s+\"signingKey\" : \"[0-9a-f]{64}\"";

  /** All that open a vault, those that need nothing else to come so far. */
  private static final List<String> COMMANDS =
      List.of(
          "backup",
          "backup --type full",
          "verify --all",
          "verify latest --quick",
          "list",
          "show latest",
          "status",
          "restore latest --yes",
          "restore latest --dry-run",
          "export latest -f -",
          "refs latest",
          "prune --keep-last 1 --yes",
          "keep latest",
          "unlock --dry-run",
          "copy --to COPY",
          "import FILE",
          "init",
          "key list",
          "key add --recipient age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
          "key rewrap --all");

  private static PostgresServer server;
  private static S3Server bucket;

  private @TempDir Path folder;

  @BeforeAll
  static void startServers() {
    server = PostgresServer.start();
    bucket = S3Server.shared();
  }

  @AfterAll
  static void stopServers() {
    server.close();
  }

  private EncryptedCatalog catalog(boolean inABucket) throws SQLException {
    EncryptedCatalog catalog = new EncryptedCatalog(server, folder);
    if (inABucket) {
      catalog.environment().put("NESSIE_BACKUP_VAULT", bucket.newPlace());
    }
    catalog.done("init");
    catalog.backup();
    return catalog;
  }

  private static ObjectStore store(EncryptedCatalog catalog) {
    return Stores.at(catalog.environment().get("NESSIE_BACKUP_VAULT"));
  }

  private static String read(ObjectStore store, String name) throws IOException {
    try (InputStream in = store.open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void put(ObjectStore store, String name, byte[] bytes) throws IOException {
    store.delete(name);
    try (Upload upload = store.create(name)) {
      upload.body().write(bytes);
      upload.commit();
    }
  }

  private static void change(ObjectStore store, String pattern, String by) throws IOException {
    String text = read(store, DESCRIPTION);
    String changed = text.replaceFirst(pattern, by);
    assertThat(changed).isNotEqualTo(text);
    put(store, DESCRIPTION, Forgery.sealed(changed));
  }

  private static List<String> names(ObjectStore store) throws IOException {
    return store.list("backups/").stream().map(StoredObject::name).toList();
  }

  private void assertRefused(EncryptedCatalog catalog, List<String> commands, String code)
      throws IOException {
    List<String> before = names(store(catalog));
    for (String command : commands) {
      String[] words =
          command
              .replace("COPY", folder.resolve("copy").toString())
              .replace("FILE", Files.writeString(folder.resolve("d.sql"), "").toString())
              .split(" ");
      ProgramRun run =
          catalog.run(Stream.concat(Stream.of(words), Stream.of("--json")).toArray(String[]::new));
      assertThat(run.status()).as(command + run.out() + run.err()).isEqualTo(3);
      assertThat(run.error().path("code").asString()).as(command).isEqualTo(code);
      assertThat(run.error().path("message").asString()).contains("vault.json");
      assertThat(run.error().path("hint").asString()).contains("copy of the vault");
    }
    assertThat(names(store(catalog))).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSwitchThatWasTurnedOffInTheDescriptionStopsEveryCommand(boolean inABucket)
      throws IOException, SQLException {
    EncryptedCatalog catalog = catalog(inABucket);
    ObjectStore store = store(catalog);
    String whole = read(store, DESCRIPTION);

    change(store, "\"age\"", "\"none\"");
    assertRefused(catalog, COMMANDS, "untrusted");
    change(store, KEY, ",\n  \"signingKey\" : null");
    assertRefused(catalog, COMMANDS.subList(0, 8), "untrusted");
    put(store, DESCRIPTION, whole.getBytes(StandardCharsets.UTF_8));
    change(store, KEY, ",\n  \"signingKey\" : null");
    assertRefused(catalog, COMMANDS.subList(0, 8), "untrusted");
    put(store, DESCRIPTION, whole.getBytes(StandardCharsets.UTF_8));
    change(store, KEY, "");
    assertRefused(catalog, COMMANDS.subList(0, 8), "untrusted");
    put(store, DESCRIPTION, whole.getBytes(StandardCharsets.UTF_8));
    change(store, "\\s+\"encryption\" : \"age\",", "");
    assertRefused(catalog, COMMANDS.subList(0, 8), "damaged");

    ProgramRun repaired = catalog.done("key", "repair");
    assertThat(repaired.err()).contains("written again");
    assertThat(read(store, DESCRIPTION)).isEqualTo(whole);
    catalog.backup();
    catalog.done("verify", "--all");
    assertThat(catalog.done("key", "repair").err()).contains("as it has to be");
  }

  @Test
  void aVaultWithoutSettingsIsRefusedByWhoeverHasItsHostKey() throws IOException, SQLException {
    EncryptedCatalog catalog = catalog(false);
    ObjectStore store = store(catalog);
    change(store, KEY, "");
    change(store, "\"age\"", "\"none\"");
    store.delete("settings/0001.json");
    for (String name : names(store)) {
      store.delete(name);
    }

    assertRefused(catalog, COMMANDS, "untrusted");
    // Also under another id, if the key is named.
    change(store, "\"id\" : \"[0-9a-f]{8}", "\"id\" : \"00000000");
    Path key = catalog.key("host-key-");
    assertThat(catalog.run("list").status()).isZero();
    catalog.environment().put("NESSIE_BACKUP_HOST_KEY", key.toString());
    assertRefused(catalog, COMMANDS, "untrusted");
    catalog.environment().remove("NESSIE_BACKUP_HOST_KEY");
    String known = HostKey.parse("test", Files.readString(key)).verificationKey().text();
    catalog.environment().put("NESSIE_BACKUP_TRUSTED_KEY", known);
    assertRefused(catalog, COMMANDS.subList(0, 16), "untrusted");
  }

  @Test
  void whoHasNoKeyOfAVaultWithoutSettingsSeesItInItsBackups() throws IOException, SQLException {
    EncryptedCatalog catalog = catalog(false);
    ObjectStore store = store(catalog);
    Files.move(catalog.key("host-key-"), folder.resolve("elsewhere.pem"));
    change(store, KEY, "");
    change(store, "\"age\"", "\"none\"");
    store.delete("settings/0001.json");

    assertRefused(catalog, COMMANDS, "untrusted");
  }

  /** As such a backup was made while nobody looked. */
  @Test
  void aBackupInClearTextIsNamedByAllWhoLook() throws IOException, SQLException {
    EncryptedCatalog catalog = catalog(false);
    ObjectStore store = store(catalog);
    HostKey key = HostKey.parse("test", Files.readString(catalog.key("host-key-")));
    String name =
        names(store).stream().filter(each -> each.endsWith("manifest.json")).findFirst().get();
    String text = read(store, name).replace("\"age\"", "\"none\"");
    Manifest plain = Documents.read(Forgery.sealed(text), name, Manifest.class).content();
    put(store, name, Documents.write(plain, Optional.of(key::sign)));

    JsonNode verify = catalog.run("verify", "--all", "--json").summary();
    assertThat(verify.path("exit_code").asInt()).isEqualTo(3);
    assertThat(verify.path("backups").path(0).path("findings").path(0).path("kind").asString())
        .isEqualTo("manifest-untrusted");
    assertThat(catalog.run("list").status()).isEqualTo(3);
    ProgramRun status = catalog.run("status");
    assertThat(status.status()).isEqualTo(14);
    assertThat(status.out()).contains("is not encrypted, but those of this vault have to be");
    assertThat(catalog.run("restore", "latest", "--yes").status()).isEqualTo(3);
    assertThat(catalog.run("check").out()).contains("is not encrypted");
    // The next one builds on nothing of it.
    assertThat(catalog.done("backup", "--json").summary().path("full_reason").asString())
        .isEqualTo("first");
  }
}
