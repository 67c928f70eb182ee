package org.nessiebackup.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.crypto.VerificationKey;
import org.nessiebackup.manifest.BackupObject;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.StockProgram;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;

/** An encrypted backup is read, and its signature checked, with stock programs alone. */
class StockRecoveryTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```(?:sh|text)\n(.*?)```");

  private final StockProgram age = StockProgram.require("age");
  private final StockProgram zstd = StockProgram.require("zstd");
  private final StockProgram psql = StockProgram.require("psql");
  private final StockProgram shell = StockProgram.require("sh");
  private final Identity first = EncryptedVault.identity();
  private final Identity second = EncryptedVault.identity();
  private final TestContext work = new TestContext();
  private @TempDir Path folder;
  private TestDatabase database;
  private EncryptedVault vault;
  private Manifest backup;

  @BeforeEach
  void backUp() {
    database = TestDatabase.create().withCatalog("nessie");
    vault = EncryptedVault.create(new FolderStore(folder.resolve("vault")), first, second);
    backup =
        new CatalogBackup(vault.open(), database.database(), work.context())
            .run(
                new BackupOptions(
                    Optional.empty(),
                    Optional.empty(),
                    2,
                    false,
                    BackupOptions.Wanted.AUTO,
                    Optional.empty(),
                    List.of()))
            .manifest();
  }

  @AfterEach
  void drop() {
    database.close();
  }

  private Path place() {
    return folder.resolve("vault/backups").resolve(backup.id().value());
  }

  private Path identityFile(Identity identity) throws IOException {
    return Files.writeString(place().resolve("identity.txt"), identity.text() + "\n");
  }

  private Map<String, String> connection() {
    return Map.of(
        "PGHOST", database.server().host(),
        "PGPORT", String.valueOf(database.server().port()),
        "PGUSER", database.server().user(),
        "PGDATABASE", database.name());
  }

  private byte[] decrypted(Identity identity, BackupObject part) throws Exception {
    byte[] stored = Files.readAllBytes(place().resolve(part.object()));
    return age.run(stored, "-d", "-i", identityFile(identity).toString()).succeeded().output();
  }

  @Test
  void stockAgeAndZstdGiveTheCopyStreamToEveryRecipient() throws Exception {
    byte[] copy =
        psql.run(
                new byte[0],
                connection(),
                List.of("-X", "-c", "COPY nessie.refs2 TO STDOUT (FORMAT binary)"))
            .succeeded()
            .output();
    BackupObject references = backup.tables().getFirst().parts().findFirst().orElseThrow();
    for (Identity identity : List.of(first, second)) {
      byte[] stream = zstd.run(decrypted(identity, references), "-dc").succeeded().output();

      assertThat(stream).isEqualTo(copy);
    }
  }

  @Test
  void recoveryByHandAsTheFormatSaysGivesEveryRow() throws Exception {
    database.execute(
        "CREATE SCHEMA nessie_by_hand",
        "CREATE TABLE nessie_by_hand.refs2 (LIKE nessie.refs2)",
        "CREATE TABLE nessie_by_hand.objs2 (LIKE nessie.objs2)");
    identityFile(second);
    String block = documented("age -d");
    for (String table : List.of("refs2", "objs2")) {
      String script = block.replaceAll(" \\([a-z_, ]+\\) FROM", " FROM").replace("refs2", table);

      inFolder(script);
    }

    assertThat(database.catalogFingerprint("nessie_by_hand"))
        .isEqualTo(database.catalogFingerprint("nessie"));
  }

  @Test
  void stockOpensslVerifiesAManifestAsTheFormatSays() throws Exception {
    StockProgram.require("openssl");
    StockProgram.require("xxd");
    VerificationKey key = vault.hostKey().verificationKey();
    Files.writeString(place().resolve("key.pem"), key.spkiPem());
    String script = documented("openssl pkeyutl");

    assertThat(inFolder(script)).contains("Signature Verified Successfully");
    Path manifest = place().resolve("manifest.json");
    Files.writeString(manifest, Files.readString(manifest).replace("nessie", "eissen"));
    assertThat(run(script).exitCode()).isNotZero();
  }

  @Test
  void afterARewrapStockAgeOpensEveryObjectForTheNewIdentityOnly() throws Exception {
    Identity next = EncryptedVault.identity();
    List<byte[]> before = new ArrayList<>();
    for (BackupObject part : backup.parts().toList()) {
      before.add(decrypted(first, part));
    }
    keys().add(List.of(next.recipient()));
    keys().remove(List.of(first.recipient(), second.recipient()));
    new KeyMaintenance(vault.open(first), work.context()).rewrap(new RewrapOptions(List.of()));

    Manifest now = vault.open().backups().manifest(backup.id());
    int number = 0;
    for (BackupObject part : now.parts().toList()) {
      assertThat(decrypted(next, part)).isEqualTo(before.get(number++));
      byte[] stored = Files.readAllBytes(place().resolve(part.object()));
      assertThat(age.run(stored, "-d", "-i", identityFile(first).toString()).exitCode())
          .isNotZero();
    }
    assertThat(number).isPositive();
  }

  private KeyMaintenance keys() {
    return new KeyMaintenance(vault.open(), work.context());
  }

  /** The block of commands in docs/format.md that has these words. */
  private static String documented(String words) throws IOException {
    Matcher blocks = BLOCK.matcher(Files.readString(Path.of("..", "docs", "format.md")));
    while (blocks.find()) {
      if (blocks.group(1).contains(words)) {
        return blocks.group(1);
      }
    }
    throw new AssertionError("docs/format.md has no block with " + words);
  }

  private String inFolder(String script) throws Exception {
    return run(script).succeeded().text();
  }

  private StockProgram.Result run(String script) throws Exception {
    String whole = "set -e\ncd '%s'\n".formatted(place()) + script;
    return shell.run(new byte[0], connection(), List.of("-c", whole));
  }
}
