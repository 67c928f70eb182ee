package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.SignedEnvelope;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.manifest.VaultSettings;
import org.nessiebackup.sandbox.PostgresServer;
import tools.jackson.databind.JsonNode;

/** Somebody who can write to the vault changes what is there; whatever it is, it is named. */
class TamperingTest {
  private static PostgresServer server;

  private static final String OTHER =
      "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

  private final HostKey stranger = HostKey.generate(new SecureRandom());
  private @TempDir Path folder;
  private EncryptedCatalog catalog;
  private String first;
  private String second;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void backUpTwice() throws SQLException {
    catalog = new EncryptedCatalog(server, folder);
    catalog.done("init");
    first = catalog.backup();
    second = catalog.fullBackup();
  }

  private Path file(String backup, String name) {
    return catalog.vault().resolve("backups").resolve(backup).resolve(name);
  }

  private Manifest manifest(Path file) throws IOException {
    return Documents.read(Files.readAllBytes(file), "test", Manifest.class).content();
  }

  private static VaultSettings settings(Path file) throws IOException {
    return Documents.read(Files.readAllBytes(file), "test", VaultSettings.class).content();
  }

  private SignedEnvelope.Signer ownKey() throws IOException {
    return HostKey.parse("test", Files.readString(catalog.key("host-key-")))::sign;
  }

  /**
   * Verify finds it, as one of these kinds, in one backup and passes the other one; restore
   * refuses.
   */
  private void assertNamed(String kind, String words) {
    JsonNode report = catalog.run("verify", "--all", "--json").summary();
    assertThat(report.path("exit_code").asInt()).isEqualTo(3);
    JsonNode damaged = report.path("backups").path(0);
    assertThat(damaged.path("id").asString()).isEqualTo(first);
    JsonNode finding = damaged.path("findings").path(0);
    assertThat(finding.path("kind").asString()).matches(kind);
    assertThat(finding.path("message").asString()).contains(words);
    assertThat(report.path("backups").path(1).path("sound").asBoolean()).isTrue();
    ProgramRun alone = catalog.run("verify", first);
    assertThat(alone.status()).isEqualTo(3);
    assertThat(alone.out() + alone.err()).contains(words);
    assertThat(catalog.run("restore", first, "--target-schema", "other", "--yes").status())
        .isEqualTo(3);
  }

  @Test
  void aChangedManifest() throws IOException {
    Path file = file(first, "manifest.json");
    Files.writeString(file, Files.readString(file).replaceFirst("\"rows\" : \\d", "\"rows\" : 7"));
    assertNamed("manifest-damaged", "its own checksum");
  }

  @Test
  void aManifestWithoutSignature() throws IOException {
    Path file = file(first, "manifest.json");
    Files.write(file, Documents.write(manifest(file)));
    assertNamed("manifest-untrusted", "is not signed");
  }

  @Test
  void aManifestThatSomebodyElseHasSigned() throws IOException {
    Path file = file(first, "manifest.json");
    Files.write(file, Documents.write(manifest(file), Optional.of(stranger::sign)));
    assertNamed("manifest-untrusted", "signed by nobody who is trusted");
  }

  @Test
  void aManifestOfAnotherBackup() throws IOException {
    Files.write(file(first, "manifest.json"), Files.readAllBytes(file(second, "manifest.json")));
    assertNamed("manifest-damaged", "belongs to backup \"" + second + "\"");
  }

  @Test
  void aManifestOfAnotherVault() throws IOException {
    EncryptedCatalog other;
    try {
      other = new EncryptedCatalog(server, Files.createDirectory(folder.resolve("other")));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    other.environment().put("NESSIE_BACKUP_HOST_KEY", catalog.key("host-key-").toString());
    other.done("init");
    String id = other.backup();
    Files.createDirectories(file(id, "x").getParent());
    byte[] replayed =
        Files.readAllBytes(other.vault().resolve("backups").resolve(id).resolve("manifest.json"));
    Files.write(file(id, "manifest.json"), replayed);

    JsonNode report = catalog.run("verify", id, "--json").summary();
    assertThat(report.path("exit_code").asInt()).isEqualTo(3);
    assertThat(report.toString()).contains("manifest-damaged").contains("of vault ");
  }

  @Test
  void aManifestOfSettingsThatTheVaultLacks() throws IOException {
    Path file = file(first, "manifest.json");
    String text = Files.readString(file);
    assertThat(text).contains("\"settings\" : 1");
    Manifest old = manifest(file);
    Manifest later =
        new Manifest(
            old.id(),
            old.vault(),
            old.tool(),
            old.lineage(),
            old.times(),
            new Protection(old.encryption(), 7),
            old.tags(),
            old.revised(),
            old.source(),
            old.tables());
    Files.write(file, Documents.write(later, Optional.of(ownKey())));
    assertNamed("manifest-untrusted", "settings 7, which this vault does not have");
  }

  @Test
  void anExchangedSegment() throws IOException {
    String name = "objs2-0000.copy.zst.age";
    Files.write(file(first, name), Files.readAllBytes(file(second, name)));
    assertNamed("segment-changed", name);
  }

  @Test
  void aMissingSegment() throws IOException {
    Files.delete(file(first, "refs2-0000.copy.zst.age"));
    assertNamed("segment-missing", "refs2-0000.copy.zst.age");
  }

  /** Looks like a segment for somebody else; still it is not the key that is to blame. */
  @Test
  void aChangedHeaderOfASegment() throws IOException {
    Path file = file(first, "refs2-0000.copy.zst.age");
    byte[] whole = Files.readAllBytes(file);
    for (int at : new int[] {0, 10, 21, 25, 40, 70, 120, 160}) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file, changed);
      assertNamed("segment-(changed|unreadable)", "refs2-0000.copy.zst.age");
    }
  }

  @Test
  void aChangedPayloadOfASegment() throws IOException {
    Path file = file(first, "objs2-0000.copy.zst.age");
    byte[] changed = Files.readAllBytes(file);
    changed[changed.length / 2] ^= 1;
    Files.write(file, changed);
    assertNamed("segment-unreadable", "objs2-0000.copy.zst.age");
  }

  @Test
  void aRevisionThatWasRemovedAgain() throws IOException {
    catalog.done("key", "add", "--recipient", OTHER);
    catalog.done("key", "rewrap", "--all");
    catalog.done("verify", "--all");
    Files.delete(file(first, "manifest-0001.json"));
    assertNamed("segment-missing", "refs2-0000.copy.zst.age");
  }

  @Test
  void settingsWithAnotherRecipientStopEverything() throws IOException {
    Path file = catalog.vault().resolve("settings/0001.json");
    VaultSettings changed = settings(file).withRecipients(List.of(OTHER));
    Files.write(file, Documents.write(changed, Optional.of(stranger::sign)));
    assertStopped("settings/0001.json", "untrusted");
    Files.write(
        catalog.vault().resolve("settings/0002.json"), "{}".getBytes(StandardCharsets.UTF_8));
    assertStopped("settings/0001.json", "untrusted");
  }

  @Test
  void furtherSettingsOfAStrangerStopEverything() throws IOException {
    Path file = catalog.vault().resolve("settings/0001.json");
    VaultSettings further = settings(file).numbered(2, "evil", settings(file).created());
    Files.write(
        catalog.vault().resolve("settings/0002.json"),
        Documents.write(further, Optional.of(stranger::sign)));
    assertStopped("settings/0002.json", "untrusted");
  }

  @Test
  void aGapInTheSettingsStopsEverything() throws IOException {
    catalog.done("key", "rotate");
    Files.delete(catalog.vault().resolve("settings/0002.json"));
    assertStopped("settings/0003.json", "damaged");
  }

  @Test
  void settingsThatWereTakenBackShowInTheBackupsAndStopWriters() throws IOException {
    Path hostKey = catalog.key("host-key-");
    Files.copy(hostKey, folder.resolve("before.pem"));
    catalog.done("key", "rotate");
    String third = catalog.backup();
    Files.delete(catalog.vault().resolve("settings/0003.json"));
    Files.delete(catalog.vault().resolve("settings/0002.json"));

    assertThat(catalog.run("backup").status()).isEqualTo(12);
    ProgramRun known = catalog.run("verify", third);
    assertThat(known.status()).isEqualTo(3);
    assertThat(known.err()).contains("has signed no settings of this vault");
    Files.delete(hostKey);
    ProgramRun verify = catalog.run("verify", third);
    assertThat(verify.status()).isEqualTo(3);
    assertThat(verify.out()).contains("settings 3, which this vault does not have");
  }

  @Test
  void anotherSigningKeyInTheDescriptionStopsEverything() throws IOException {
    Path file = catalog.vault().resolve("vault.json");
    VaultDescription old =
        Documents.read(Files.readAllBytes(file), "test", VaultDescription.class).content();
    VaultDescription changed =
        new VaultDescription(
            old.id(),
            old.created(),
            old.tool(),
            old.encryption(),
            Optional.of(stranger.verificationKey().text()));
    Files.write(file, Documents.write(changed));
    assertStopped("settings/0001.json", "untrusted");
  }

  @Test
  void aWholeVaultOfAStrangerIsNotWrittenTo() throws IOException {
    Path file = catalog.vault().resolve("vault.json");
    VaultDescription old =
        Documents.read(Files.readAllBytes(file), "test", VaultDescription.class).content();
    Files.write(
        file,
        Documents.write(
            new VaultDescription(
                old.id(),
                old.created(),
                old.tool(),
                old.encryption(),
                Optional.of(stranger.verificationKey().text()))));
    Path settings = catalog.vault().resolve("settings/0001.json");
    VaultSettings forged =
        settings(settings)
            .withRecipients(List.of(OTHER))
            .signedBy(stranger.verificationKey().text(), Optional.empty());
    Files.write(settings, Documents.write(forged, Optional.of(stranger::sign)));

    assertThat(catalog.run("backup").status()).isEqualTo(12);
    assertThat(catalog.run("verify", first, "--quick").status()).isEqualTo(3);
  }

  private void assertStopped(String object, String code) {
    for (String[] command :
        new String[][] {
          {"list"}, {"backup"}, {"verify", "--all"}, {"restore", "latest", "--yes"}
        }) {
      ProgramRun run =
          catalog.run(
              Stream.concat(Arrays.stream(command), Stream.of("--json")).toArray(String[]::new));
      assertThat(run.status()).as(command[0]).isEqualTo(3);
      assertThat(run.error().path("code").asString()).isEqualTo(code);
      assertThat(run.error().path("message").asString()).contains(object);
    }
  }
}
