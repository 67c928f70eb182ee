package org.nessiebackup.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * What a reader of a document has before the first command: a database with a catalog, named by the
 * environment, and a vault with a backup. A document that makes the vault itself starts without.
 *
 * <p>The documents' own examples of places stand for what is there: {@code /backup/nessie} for the
 * vault, {@code jdbc:postgresql://db:5432/nessie} for the database, {@code /run/secrets/password}
 * for a file with a password, {@code /etc/nessie/application.properties} for Nessie's settings, by
 * which a warehouse is reached that has every file, {@code 1a2b-3c4d-5e6f} for the confirmation
 * code, {@code sales.orders} for a table, and any id of a backup for the one there is. {@code
 * old.sql} is a dump that somebody has made before.
 */
final class DocumentScene implements AutoCloseable {
  private static final long MINUTES = 3;
  private static final String EXAMPLE_CODE = "1a2b-3c4d-5e6f";
  private static final String EXAMPLE_TABLE = "sales.orders";

  private final CatalogDatabase database;
  private final Path folder;
  private final Path vault;
  private final Map<String, String> environment;
  private final String backup;
  private final CommandRunner commands;
  private Optional<StandInCluster> cluster = Optional.empty();
  private Optional<StandInLake> lake = Optional.empty();

  private DocumentScene(CatalogDatabase database, Path folder, boolean withVault) {
    this.database = database;
    this.folder = folder;
    this.vault = folder.resolve("vault");
    CommandRunner commands = CommandRunner.of(database, database.server().port(), vault);
    commands
        .run("export", "--live", "-f", folder.resolve("old.sql").toString(), "--format", "sql")
        .done();
    if (withVault) {
      commands.run("init").done();
      this.backup = commands.run("backup", "--json").done().summary().get("backup_id").asString();
    } else {
      this.backup = "latest";
    }
    this.commands = commands;
    this.environment = new HashMap<>(commands.environment());
    this.environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    this.environment.put("HOME", folder.toString());
    // psql and pg_dump in a pipe behind ours are to reach the same database.
    this.environment.put("PGHOST", database.server().host());
    this.environment.put("PGPORT", String.valueOf(database.server().port()));
    this.environment.put("PGDATABASE", database.name());
    this.environment.put("PGUSER", CatalogDatabase.ROLE);
  }

  static DocumentScene set(CatalogDatabase database, Path folder, boolean withVault) {
    try {
      Files.createDirectories(folder.resolve("bin"));
      Path program = folder.resolve("bin/nessie-backup");
      Files.writeString(
          program, "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(Installation.launcher()));
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
      Files.writeString(folder.resolve("password"), "not asked for\n");
      return new DocumentScene(database, folder, withVault);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a cluster in which a Nessie serves the catalog. */
  DocumentScene withCluster() throws IOException {
    StandInCluster made = new StandInCluster(database, commands);
    // The variable of kubectl is no part of what a command in this process is given.
    environment.put("NESSIE_BACKUP_KUBECONFIG", made.kubeconfig(folder).toString());
    cluster = Optional.of(made);
    return this;
  }

  /** Adds a warehouse. */
  DocumentScene withLake() throws IOException {
    StandInLake made = StandInLake.start();
    Files.writeString(folder.resolve("application.properties"), made.settings());
    lake = Optional.of(made);
    return this;
  }

  @Override
  public void close() {
    lake.ifPresent(StandInLake::close);
    cluster.ifPresent(StandInCluster::close);
  }

  /** Runs a command inside this process, which is fast, unless it takes a shell. */
  CommandResult run(DocumentedCommand command) {
    String text = adapted(command.text());
    return DocumentedCommand.plainWords(text)
        .map(words -> new CommandRunner(environment).run(words.toArray(String[]::new)))
        .orElseGet(() -> launch(text));
  }

  /** Runs a command as a shell does, in the scene's folder. */
  CommandResult launch(DocumentedCommand command) {
    return launch(adapted(command.text()));
  }

  private CommandResult launch(String text) {
    try {
      Path out = Files.createTempFile(folder, "out-", ".txt");
      Path err = Files.createTempFile(folder, "err-", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder("/bin/sh", "-c", text)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      LaunchedCommand.prepare(builder.environment(), environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("\"%s\" does not end".formatted(text));
      }
      return new CommandResult(List.of(text), process.exitValue(), read(out), read(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Output may be a dump, compressed. */
  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** It changes whenever tables are exchanged. A Nessie that is connected is an obstacle here. */
  private String confirmationCode() {
    return commands
        .run("reset", "--dry-run", "--json")
        .summary()
        .path("plan")
        .path("confirmation_code")
        .asString();
  }

  /** Any table of the default branch. */
  private String table() {
    for (JsonNode entry : commands.run("ls", "live", "main", "--json").summary().path("entries")) {
      if (entry.path("type").asString().equals("ICEBERG_TABLE")) {
        return entry.path("key").asString();
      }
    }
    throw new AssertionError("there is no table on main");
  }

  private String adapted(String text) {
    String confirmed =
        text.contains(EXAMPLE_CODE) ? text.replace(EXAMPLE_CODE, confirmationCode()) : text;
    String named =
        confirmed.contains(EXAMPLE_TABLE) ? confirmed.replace(EXAMPLE_TABLE, table()) : confirmed;
    return named
        .replace("/backup/nessie", vault.toString())
        .replace("/off-site/nessie", folder.resolve("off-site").toString())
        .replace("jdbc:postgresql://db:5432/nessie", database.server().jdbcUrl(database.name()))
        .replace(
            "/etc/nessie/application.properties",
            folder.resolve("application.properties").toString())
        .replace("/run/secrets/password", folder.resolve("password").toString())
        .replaceAll("restore --to \\d{4}-\\d\\d-\\d\\dT[0-9:]+Z", "restore --to now")
        .replaceAll("\\b\\d{8}T\\d{6}Z-[0-9a-f]{4}\\b", backup);
  }
}
