package org.nessiebackup.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.Secret;
import org.nessiebackup.drill.DrillOptions.Nessie;
import org.nessiebackup.drill.DrillOptions.Sampling;
import org.nessiebackup.drill.DrillOptions.Target;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.references.CatalogReferences;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.Vault;

/** A catalog, its backup in a folder, and what a drill is told. */
final class DrillScene {
  private final TestDatabase database;
  private final Path vault;
  private final Path work;
  private final Manifest backup;

  /** Made once, as every test copies the backup and gives the database back as it was. */
  private static final class Sample {
    private static final TestDatabase DATABASE = TestDatabase.create().withCatalog("nessie");
    private static final MemoryStore STORE = new MemoryStore();
    private static final Manifest BACKUP =
        new Operations(STORE, DATABASE.database(), new TestContext()).backup();

    private Sample() {}
  }

  DrillScene(Path folder) {
    backup = Sample.BACKUP;
    database = Sample.DATABASE;
    try {
      // As root the server runs under another account, which has to get there.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      vault = Files.createDirectory(folder.resolve("vault"));
      work = Files.createDirectory(folder.resolve("work"));
      for (StoredObject object : Sample.STORE.list("")) {
        Path copy = vault.resolve(object.name());
        Files.createDirectories(copy.getParent());
        try (InputStream bytes = Sample.STORE.open(object.name())) {
          Files.copy(bytes, copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TestDatabase database() {
    return database;
  }

  Manifest backup() {
    return backup;
  }

  /** Where files of the drill are. */
  Path work() {
    return work;
  }

  /** A stored object of the backup. */
  Path object(String name) {
    return vault.resolve("backups").resolve(backup.id().value()).resolve(name);
  }

  Vault vault() {
    return Vault.open(new FolderStore(vault));
  }

  RestoreDrill drill(TestContext context) {
    return new RestoreDrill(this::vault, context.context());
  }

  DrillReport run(DrillOptions options) {
    return drill(new TestContext()).run(options);
  }

  DrillOptions throwAway(Nessie nessie) {
    return options(new Target.ThrowAway(work), nessie);
  }

  DrillOptions onTheServer(Optional<String> schema, Nessie nessie) {
    return options(new Target.Given(settings(), schema, work), nessie);
  }

  private static DrillOptions options(Target target, Nessie nessie) {
    return new DrillOptions(
        "latest", target, nessie, Optional.of(""), new Sampling(5, 1), Optional.empty(), 2);
  }

  ConnectionSettings settings() {
    return new ConnectionSettings(
        database.server().jdbcUrl(database.name()),
        Optional.of("postgres"),
        Optional.empty(),
        "nessie-backup test");
  }

  /** A Nessie that somebody runs. */
  static Nessie running(ScriptedNessie nessie) {
    return new Nessie.Running(
        nessie.address(), Optional.of(new Secret("a token")), Duration.ofMillis(200));
  }

  /** A program that is started in the place of Java, with a text in the place of Nessie. */
  Nessie program(String script, Duration patience) {
    try {
      Path program = work.resolveSibling("java");
      Files.writeString(program, "#!/bin/sh\n" + script + "\n");
      assertThat(program.toFile().setExecutable(true)).isTrue();
      Path jar = Files.writeString(work.resolveSibling("nessie.jar"), "no jar");
      return new Nessie.Started(program, jar, "64m", patience);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The branches and tags of the catalog's first Nessie repository. */
  NavigableSet<NessieReference> references() {
    return new CatalogReferences(database.database(), new TestContext().context())
        .read(new CatalogLocation("nessie", StoreType.JDBC2.tables()))
        .of("");
  }

  List<String> schemas() {
    return database.query("SELECT nspname FROM pg_namespace ORDER BY 1");
  }

  /** Neither files nor processes are left. */
  void assertNothingLeft() {
    try (Stream<Path> files = Files.list(work)) {
      assertThat(files).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(ProcessHandle.current().descendants())
        .noneMatch(each -> each.info().commandLine().orElse("").contains(work.toString()));
  }
}
