package org.nessiebackup.acceptance.forged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.nessiebackup.BackupId;
import org.nessiebackup.acceptance.CatalogDatabase;
import org.nessiebackup.acceptance.CommandRunner;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.JournalProofRecord;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;

/** A small catalog, and good vaults of it that have every kind of document. */
final class ForgedScene implements AutoCloseable {
  static final String CANARY = "a secret outside of the vault";

  private final PostgresServer server = PostgresServer.start();
  private final CatalogDatabase database = CatalogDatabase.create(server, "forged");
  private final Path folder;
  private final List<String> catalog;
  private final List<String> outside;

  private ForgedScene(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder.resolve("outside"));
      Files.writeString(folder.resolve("outside/canary"), CANARY);
      try (Connection connection = database.connect()) {
        SampleCatalog.create(connection, CatalogDatabase.SCHEMA, CatalogOddities.small());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    database.execute(
        "ALTER TABLE nessie.refs2 OWNER TO nessie", "ALTER TABLE nessie.objs2 OWNER TO nessie");
    catalog = database.fingerprint();
    outside = outside();
  }

  static ForgedScene set(Path folder) {
    return new ForgedScene(folder);
  }

  CatalogDatabase database() {
    return database;
  }

  /** A vault without keys. */
  ForgedVault plain() {
    return vault("plain", "init", "--no-encryption", "--no-signing");
  }

  /** A vault whose backups are encrypted and signed, by keys in the place where they are found. */
  ForgedVault signed() {
    return vault("signed", "init");
  }

  private ForgedVault vault(String name, String... init) {
    Path place = folder.resolve("vaults").resolve(name);
    CommandRunner commands = CommandRunner.of(database, server.port(), place);
    commands.run(init).done();
    commands.run("backup").done();
    commands.run("verify", "latest").done();
    commands.run("keep", "latest", "--reason", "a pin").done();
    database.execute(
        "INSERT INTO nessie.objs2 (repo, obj_id, obj_type)"
            + " SELECT '', sha256('%s'::bytea), 'v'".formatted(name));
    commands.run("backup", "--type", "incremental").done();
    database.execute("DELETE FROM nessie.objs2 WHERE obj_id = sha256('%s'::bytea)".formatted(name));
    commands.run("verify", "latest").done();
    ForgedVault vault = new ForgedVault(place, commands);
    addRecords(vault);
    return new ForgedVault(place, commands);
  }

  /** What drills and work under way leave. */
  private static void addRecords(ForgedVault vault) {
    Instant now = Instant.now();
    BackupId id = new BackupId(vault.backups().getLast());
    vault.put(
        "drills/" + id + "/" + id + ".json",
        Documents.write(
            new DrillRecord(
                id,
                now,
                now,
                true,
                Optional.empty(),
                List.of("open"),
                Optional.of("18"),
                Optional.empty(),
                "a test")));
    vault.put(
        "proofs/" + BackupId.create(now) + ".json",
        Documents.write(
            new JournalProofRecord(
                "a vault",
                "a test",
                new Protection("none", 0),
                now,
                Optional.of(true),
                List.of(new JournalProofRecord.Stretch(List.of(id, BackupId.create(now)))),
                List.of())));
    String holder = UUID.randomUUID().toString();
    vault.put(
        "locks/copy-" + holder + "/00000001.json",
        Documents.write(
            new Lease(
                Lease.Kind.COPY, holder, "a test", now, now.plus(Duration.ofHours(1)), List.of())));
  }

  /** Fails if anything of a forgery was executed, or anything outside of the vaults is changed. */
  void assertUntouched() {
    assertThat(database.query("SELECT relname FROM pg_class WHERE relname ~* 'pwn'")).isEmpty();
    assertThat(database.query("SELECT rolname FROM pg_roles WHERE rolname ~* 'pwn'")).isEmpty();
    assertThat(database.fingerprint()).isEqualTo(catalog);
    assertThat(database.stagingSchemas()).isEmpty();
    assertThat(outside()).isEqualTo(outside);
  }

  private List<String> outside() {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(file -> !file.startsWith(folder.resolve("vaults")))
          .map(file -> folder.relativize(file) + (Files.isRegularFile(file) ? text(file) : "/"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
