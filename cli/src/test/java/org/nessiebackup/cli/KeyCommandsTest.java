package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.cli.testing.JsonContract;
import org.nessiebackup.sandbox.PostgresServer;
import tools.jackson.databind.JsonNode;

/** Keys as users have them: in files, through the real commands, with a real server. */
class KeyCommandsTest {
  private static final JsonContract CONTRACT = JsonContract.read();
  private static PostgresServer server;

  private @TempDir Path folder;
  private EncryptedCatalog catalog;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void makeCatalog() throws SQLException {
    catalog = new EncryptedCatalog(server, folder);
  }

  private JsonNode json(String command, String... arguments) {
    String[] all = Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new);
    ProgramRun run = catalog.run(all);
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode summary = run.summary();
    CONTRACT.holdsFor(summary, command);
    return summary;
  }

  private Path moved(String beginning, String to) throws IOException {
    return Files.move(catalog.key(beginning), folder.resolve(to));
  }

  /** Makes a vault whose identity lies elsewhere, as on a host that makes backups. */
  private String onABackupHost() throws IOException {
    catalog.done("init");
    return moved("identity-", "identity.txt").toString();
  }

  @Test
  void initWritesKeysForTheirOwnerOnlyAndSaysWhatToDoWithThem() throws IOException {
    ProgramRun init = catalog.done("init");
    Path identity = catalog.key("identity-");
    Path hostKey = catalog.key("host-key-");

    assertThat(init.out())
        .contains("encryption  age", identity.toString(), hostKey.toString(), "age1")
        .contains("Without it nobody can, not even you")
        .contains("two safe places");
    for (Path file : List.of(identity, hostKey)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    ProgramRun again = catalog.done("init", "--identity", folder.resolve("other").toString());
    assertThat(again.out()).startsWith("there is a vault").doesNotContain("identity ");
    assertThat(folder.resolve("other")).doesNotExist();
    assertThat(catalog.names()).containsExactly("settings/0001.json", "vault.json");
  }

  @Test
  void everythingWorksFromInitToRestoreWithoutNamingAKey() throws SQLException {
    catalog.done("init");
    String id = catalog.backup();
    String good = catalog.fingerprint();
    catalog.execute("DELETE FROM nessie.objs2");
    JsonNode show = json("show", "show", id);

    assertThat(show.path("backup").path("encryption").asString()).isEqualTo("age");
    assertThat(show.path("backup").path("settings").asInt()).isEqualTo(1);
    assertThat(show.path("backup").path("recipients").path(0).asString()).startsWith("age1");
    assertThat(catalog.done("show", id).out()).contains("recipient   age1");
    catalog.done("verify", "--all");
    catalog.done("restore", "latest", "--yes");
    assertThat(catalog.fingerprint()).isEqualTo(good);
    assertThat(catalog.done("check").out())
        .contains("ok    encryption", "ok    host-key", "ok    signatures")
        .contains("warn  identity");
  }

  @Test
  void aBackupHostNeedsNoIdentity() throws IOException {
    onABackupHost();
    String id = catalog.backup();
    catalog.done("list");
    catalog.done("show", id);
    catalog.done("verify", "--all", "--quick");
    catalog.done("key", "list");
    assertThat(catalog.done("check").out()).contains("ok    identity");
  }

  @Test
  void aMissingIdentityIsReportedBeforeAnythingElseHappens() throws IOException {
    onABackupHost();
    catalog.backup();
    Path stranger = folder.resolve("stranger.txt");
    ProgramRun other =
        ProgramRun.of(
            Map.of(),
            "init",
            "--vault",
            folder.resolve("other").toString(),
            "--identity",
            stranger.toString(),
            "--host-key",
            folder.resolve("stranger.pem").toString());
    assertThat(other.status()).isZero();
    catalog.cutOff();
    for (String[] command :
        new String[][] {
          {"restore", "latest", "--yes"},
          {"restore", "latest", "--dry-run"},
          {"export", "latest", "-f", folder.resolve("dump.sql").toString()},
          {"verify", "latest"},
          {"verify", "--all"}
        }) {
      ProgramRun missing = catalog.run(command);
      assertThat(missing.status()).as(String.join(" ", command)).isEqualTo(12);
      assertThat(missing.err())
          .contains("encrypted for age1")
          .contains("hint: ")
          .contains("--identity");
      String[] given =
          Stream.concat(Stream.of(command), Stream.of("--identity", stranger.toString()))
              .toArray(String[]::new);
      ProgramRun wrong = catalog.run(given);
      assertThat(wrong.status()).as(String.join(" ", given)).isEqualTo(12);
      assertThat(wrong.err()).contains("none of the identities").contains("age-keygen -y");
    }
    assertThat(catalog.run("verify", "latest").err()).contains("verify --quick");
    assertThat(folder.resolve("dump.sql")).doesNotExist();
  }

  @Test
  void copyIntoAnotherVaultNeedsAnIdentityAndTheHostKeyOfThatVault() throws IOException {
    String identity = onABackupHost();
    String id = catalog.backup();
    String other = folder.resolve("other").toString();
    String theirs = folder.resolve("theirs.txt").toString();
    String theirHostKey = folder.resolve("theirs.pem").toString();
    catalog.done("init", "--vault", other, "--identity", theirs, "--host-key", theirHostKey);

    ProgramRun refused =
        catalog.run("backup", "--copy-to", other, "--to-host-key", theirHostKey, "--json");
    assertThat(refused.status()).isEqualTo(12);
    assertThat(refused.error().path("code").asString()).isEqualTo("key-missing");
    assertThat(refused.error().path("hint").asString()).contains("Run `copy --to` where");
    assertThat(json("list", "list").path("backups")).hasSize(1);
    assertThat(catalog.run("copy", "--to", other, "--identity", identity).status()).isEqualTo(12);

    String[] copy = {"copy", "--to", other, "--identity", identity, "--to-host-key", theirHostKey};
    assertThat(json("copy", copy).path("copied").path(0).asString()).isEqualTo(id);
    catalog.done("verify", "--all", "--vault", other, "--identity", theirs);
    assertThat(catalog.run("verify", "--all", "--vault", other, "--identity", identity).status())
        .isEqualTo(12);
    assertThat(
            catalog
                .done(
                    "backup",
                    "--copy-to",
                    other,
                    "--to-host-key",
                    theirHostKey,
                    "--identity",
                    identity)
                .out())
        .contains("copied 1 backup to");
  }

  @Test
  void aMissingHostKeyIsReportedBeforeAnythingElseHappens() throws IOException {
    catalog.done("init");
    Path hostKey = moved("host-key-", "host.pem");
    catalog.cutOff();
    Path stranger = folder.resolve("stranger.pem");
    ProgramRun.of(
        Map.of("XDG_CONFIG_HOME", folder.resolve("elsewhere").toString()),
        "init",
        "--vault",
        folder.resolve("other").toString(),
        "--host-key",
        stranger.toString());

    ProgramRun missing = catalog.run("backup", "--json");
    assertThat(missing.status()).isEqualTo(12);
    assertThat(missing.error().path("code").asString()).isEqualTo("key-missing");
    assertThat(missing.error().path("hint").asString()).contains("--host-key");
    ProgramRun wrong = catalog.run("backup", "--host-key", stranger.toString(), "--json");
    assertThat(wrong.error().path("code").asString()).isEqualTo("key-wrong");
    assertThat(catalog.run("import", "/nowhere.sql").status()).isEqualTo(12);
    assertThat(catalog.run("backup", "--host-key", "/nowhere.pem").status()).isEqualTo(12);
    catalog.environment().put("NESSIE_BACKUP_HOST_KEY", hostKey.toString());
    assertThat(catalog.run("backup", "--json").error().path("code").asString())
        .isEqualTo("connection");
  }

  @Test
  void anIdentityComesFromAFileACommandOrTheEnvironment() throws IOException {
    String identity = onABackupHost();
    String id = catalog.backup();
    catalog.done("verify", id, "--identity", identity);
    catalog.done("verify", id, "--identity-command", "cat '" + identity + "'");
    ProgramRun failing = catalog.run("verify", id, "--identity-command", "echo no >&2; false");
    assertThat(failing.status()).isEqualTo(2);
    assertThat(failing.err()).contains("--identity-command", "it says: no");
    catalog.environment().put("NESSIE_BACKUP_IDENTITY", identity);
    catalog.done("verify", id);
    Files.setPosixFilePermissions(Path.of(identity), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(catalog.done("verify", id).err()).contains("can be read by others: chmod 600");
  }

  @Test
  void keysThatAreGivenAreUsedAndNoneIsMade() throws IOException {
    Path identity = folder.resolve("mine.txt");
    Path hostKey = folder.resolve("host.pem");
    catalog.done("init", "--identity", identity.toString(), "--host-key", hostKey.toString());
    String recipient =
        json("key list", "key", "list").path("recipients").path(0).path("recipient").asString();
    Path list = Files.writeString(folder.resolve("recipients"), "# us\n\n" + recipient + "\n");

    catalog.environment().put("NESSIE_BACKUP_VAULT", folder.resolve("second").toString());
    JsonNode init =
        json(
            "init", "init", "--recipients-file", list.toString(), "--host-key", hostKey.toString());
    assertThat(init.has("identity_file")).isFalse();
    assertThat(init.path("vault").path("recipients")).hasSize(1);
    catalog.environment().put("NESSIE_BACKUP_HOST_KEY", hostKey.toString());
    catalog.backup();
    catalog.done("verify", "latest", "--identity", identity.toString());
    assertThat(folder.resolve("configuration")).doesNotExist();
  }

  @Test
  void keysInsideTheVaultAreRefusedAndNothingIsLeft() throws IOException {
    Path link =
        Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(catalog.vault()));
    for (String option : List.of("--identity", "--host-key")) {
      for (Path place : List.of(catalog.vault().resolve("key"), link.resolve("a/key"))) {
        ProgramRun init = catalog.run("init", option, place.toString());
        assertThat(init.status()).isEqualTo(2);
        assertThat(init.err()).contains("inside the vault").contains(option);
      }
    }
    assertThat(catalog.names()).isEmpty();
    try (Stream<Path> keys = Files.walk(folder.resolve("configuration"))) {
      assertThat(keys.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void anInitThatFailsRemovesTheKeysItWrote() throws IOException {
    Files.createDirectories(catalog.vault().resolve("backups/x"));
    Files.writeString(catalog.vault().resolve("backups/x/y"), "");
    ProgramRun init = catalog.run("init");

    assertThat(init.status()).isEqualTo(3);
    try (Stream<Path> keys = Files.walk(folder.resolve("configuration"))) {
      assertThat(keys.filter(Files::isRegularFile)).isEmpty();
    }
    catalog.environment().remove("XDG_CONFIG_HOME");
    assertThat(catalog.run("init").err()).contains("neither XDG_CONFIG_HOME nor HOME");
  }

  @Test
  void withoutEncryptionBackupsAreStillSigned() {
    ProgramRun init = catalog.done("init", "--no-encryption");
    assertThat(init.out()).contains("encryption  none", "signed by").doesNotContain("identity");
    catalog.backup();
    catalog.done("verify", "latest");
    assertThat(catalog.done("check").out()).contains("warn  encryption", "ok    signatures");
    assertThat(catalog.done("key", "list").out()).contains("new backups are not encrypted");
    ProgramRun add =
        catalog.run(
            "key",
            "add",
            "--recipient",
            "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p");
    assertThat(add.status()).isEqualTo(2);
    assertThat(add.err()).contains("stays so").contains("copy --to");
  }

  @Test
  void withoutSignaturesNoKeyIsNeededAtAll() {
    catalog.done("init", "--no-encryption", "--no-signing");
    catalog.backup();
    catalog.done("verify", "latest");
    assertThat(folder.resolve("configuration")).doesNotExist();
    assertThat(catalog.done("check").out()).contains("warn  signatures");
    assertThat(catalog.done("key", "list").out()).contains("not signed");
    assertThat(catalog.run("key", "rotate").status()).isEqualTo(2);
  }

  @Test
  void recipientsComeAndGoAndRewrapTakesOldBackupsAlong() throws IOException {
    String old = onABackupHost();
    String id = catalog.backup();
    Path next = folder.resolve("next.txt");
    ProgramRun.of(
        Map.of("XDG_CONFIG_HOME", folder.resolve("elsewhere").toString()),
        "init",
        "--vault",
        folder.resolve("other").toString(),
        "--identity",
        next.toString());
    String recipient = publicKey(next);

    assertThat(json("key list", "key", "add", "--recipient", recipient).path("recipients"))
        .hasSize(2);
    assertThat(
            json("key list", "key", "remove", "--recipient", publicKey(Path.of(old)))
                .path("settings")
                .asInt())
        .isEqualTo(3);
    assertThat(catalog.run("key", "remove", "--recipient", recipient).err())
        .contains("no recipient would be left");
    assertThat(catalog.run("verify", id, "--identity", next.toString()).status()).isEqualTo(12);
    assertThat(catalog.run("key", "rewrap", "--all").status()).isEqualTo(12);

    JsonNode rewrap = json("key rewrap", "key", "rewrap", "--all", "--identity", old);
    assertThat(rewrap.path("backups").path(0).path("status").asString()).isEqualTo("rewrapped");
    assertThat(catalog.done("key", "rewrap", id, "--identity", old).out()).startsWith("current");
    catalog.done("verify", id, "--identity", next.toString());
    assertThat(catalog.run("verify", id, "--identity", old).status()).isEqualTo(12);
    assertThat(catalog.done("key", "list", "--identity", next.toString()).out())
        .contains(recipient + "  here");
    assertThat(json("show", "show", id).path("backup").path("revision").asInt()).isEqualTo(1);
  }

  private static String publicKey(Path identity) throws IOException {
    return Files.readAllLines(identity).stream()
        .filter(line -> line.startsWith("# public key: "))
        .map(line -> line.substring("# public key: ".length()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRotatedHostKeyTakesThePlaceOfTheOldOne() throws IOException {
    catalog.done("init");
    String before = catalog.backup();
    Path file = catalog.key("host-key-");
    String old = Files.readString(file);
    String oldKey =
        json("key list", "key", "list").path("signing_keys").path(0).path("key").asString();
    ProgramRun rotate = catalog.done("key", "rotate");

    assertThat(rotate.err()).contains(file.toString());
    assertThat(Files.readString(file)).isNotEqualTo(old);
    Path retired = file.resolveSibling(file.getFileName() + ".retired-" + oldKey.substring(0, 8));
    assertThat(Files.readString(retired)).isEqualTo(old);
    JsonNode next = catalog.done("backup", "--json").summary();
    assertThat(next.path("full_reason").asString()).isEqualTo("host-key-exchanged");
    String after = next.path("backup_id").asString();
    catalog.done("verify", before);
    catalog.done("verify", after);
    assertThat(json("key rewrap", "key", "rewrap", "--all").path("complete").asBoolean()).isTrue();
    assertThat(catalog.run("backup", "--host-key", retired.toString()).status()).isEqualTo(12);
    catalog.done("key", "rotate", "--new-host-key", folder.resolve("third.pem").toString());
    assertThat(catalog.run("backup").status()).isEqualTo(12);
    catalog.environment().put("NESSIE_BACKUP_HOST_KEY", folder.resolve("third.pem").toString());
    catalog.backup();
  }

  @Test
  void repairAnswersAsListAndNeedsAKeyThatProvesTheSettings() throws IOException {
    catalog.done("init");
    String key =
        json("key list", "key", "repair").path("signing_keys").path(0).path("key").asString();
    Files.delete(catalog.vault().resolve("vault.json"));
    assertThat(catalog.run("list").status()).isEqualTo(10);
    Path hostKey = moved("host-key-", "host.pem");
    assertThat(catalog.run("key", "repair").status()).isEqualTo(12);
    json("key list", "key", "repair", "--trusted-key", key);
    catalog.done("list");
    Files.delete(catalog.vault().resolve("vault.json"));
    json("key list", "key", "repair", "--host-key", hostKey.toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRotationThatWasStoppedBetweenTheFilesIsFinished(boolean oldIsGone) throws IOException {
    catalog.done("init");
    Path file = catalog.key("host-key-");
    String old = Files.readString(file);
    Path next = file.resolveSibling(file.getFileName() + ".new");
    catalog.done("key", "rotate", "--new-host-key", next.toString());
    String exchanged = Files.readString(next);
    assertThat(catalog.run("backup").status()).isEqualTo(12);
    if (oldIsGone) {
      Files.delete(file);
    }
    catalog.done("key", "rotate");

    assertThat(Files.readString(file)).isEqualTo(exchanged).isNotEqualTo(old);
    assertThat(next).doesNotExist();
    assertThat(json("key list", "key", "list").path("settings").asInt()).isEqualTo(3);
    catalog.backup();
  }

  @Test
  void onlyTheKeysThatTheUserTrustsCount() throws IOException {
    catalog.done("init");
    String first = catalog.backup();
    String pem = catalog.done("key", "list", "--pem").out();
    assertThat(pem).startsWith("-----BEGIN PUBLIC KEY-----").endsWith("-----END PUBLIC KEY-----\n");
    String trusted = Files.writeString(folder.resolve("trusted.pem"), pem).toString();
    catalog.done("key", "rotate");
    String second = catalog.fullBackup();
    JsonNode listed = json("key list", "key", "list", "--pem");
    String hexadecimal = listed.path("signing_keys").path(0).path("key").asString();

    catalog.done("verify", first, "--trusted-key", trusted);
    ProgramRun untrusted = catalog.run("verify", second, "--trusted-key", trusted, "--json");
    assertThat(untrusted.status()).isEqualTo(3);
    assertThat(
            untrusted
                .summary()
                .path("backups")
                .path(0)
                .path("findings")
                .path(0)
                .path("kind")
                .asString())
        .isEqualTo("manifest-untrusted");
    catalog.done("verify", second, "--trusted-key", hexadecimal);
    catalog.done("verify", "--all", "--trusted-key", hexadecimal, "--trusted-key", trusted);
    assertThat(catalog.run("restore", second, "--trusted-key", trusted, "--yes").status())
        .isEqualTo(3);
    assertThat(catalog.run("list", "--trusted-key", "0".repeat(63)).status()).isEqualTo(12);
  }

  @Test
  void noKeyIsEverShown() throws IOException {
    catalog.done("init");
    catalog.backup();
    Path identity = catalog.key("identity-");
    Path hostKey = catalog.key("host-key-");
    Path damaged =
        Files.writeString(folder.resolve("damaged"), Files.readString(identity).strip() + "X\n");
    Path cut =
        Files.writeString(
            folder.resolve("cut.pem"), Files.readString(hostKey).replace("-----END", "A-----END"));
    StringBuilder all = new StringBuilder();
    for (String[] command :
        new String[][] {
          {"backup"},
          {"check"},
          {"list"},
          {"show", "latest"},
          {"verify", "latest"},
          {"key", "list"},
          {"verify", "latest", "--identity", damaged.toString()},
          {"verify", "latest", "--identity", hostKey.toString()},
          {"backup", "--host-key", cut.toString()},
          {"backup", "--host-key", identity.toString()},
          {"list", "--trusted-key", hostKey.toString()},
          {"list", "--trusted-key", identity.toString()},
          {"key", "add", "--recipients-file", identity.toString()},
          {"key", "add", "--recipient", secretLine(identity)},
          {"key", "rotate"}
        }) {
      for (List<String> more :
          List.of(List.<String>of(), List.of("--debug"), List.of("--json", "--debug"))) {
        String[] given = Stream.concat(Stream.of(command), more.stream()).toArray(String[]::new);
        ProgramRun run = catalog.run(given);
        all.append(run.out()).append(run.err());
      }
    }
    assertThat(all.toString())
        .contains("\tat ")
        .doesNotContain(secretLine(identity).substring(15, 40))
        .doesNotContainIgnoringCase("AGE-SECRET-KEY-1" + secretLine(identity).charAt(16))
        .doesNotContain(Files.readAllLines(hostKey).get(1).substring(20, 50))
        .doesNotContain("PRIVATE KEY-----");
  }

  private static String secretLine(Path identity) throws IOException {
    return new String(Files.readAllBytes(identity), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("AGE-SECRET-KEY-1"))
        .findFirst()
        .orElseThrow();
  }
}
