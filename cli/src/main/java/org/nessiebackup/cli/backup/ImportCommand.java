package org.nessiebackup.cli.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.connection.CatalogOptions;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.imports.DumpImport;
import org.nessiebackup.imports.ImportOptions;
import org.nessiebackup.segment.DumpCompression;
import org.nessiebackup.store.FileErrors;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "import",
    description = "Read a plain dump of pg_dump into the vault, as a backup like any other.",
    footer = {
      "",
      "Reads plain SQL, also compressed by gzip or zstd; never executes any of it. A dump in"
          + " another",
      "format becomes plain by: pg_restore -f dump.sql dump.custom",
      "",
      "Examples:",
      "  nessie-backup import nessie-backup-20261121-020000.sql --vault /backup/nessie",
      "  pg_dump -n nessie nessie | nessie-backup import - --vault /backup/nessie"
    })
public final class ImportCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  @ParentCommand NessieBackup root;
  @Mixin VaultOption vault;
  @Mixin CatalogOptions catalog;

  @Option(
      names = "--database",
      paramLabel = "NAME",
      order = 29,
      description = "The database of the catalog, in a dump of several (pg_dumpall).")
  String database;

  @Parameters(paramLabel = "FILE", description = "The dump; \"-\" is standard input.")
  String file;

  @Override
  public Integer call() {
    Console console = root.console();
    Vault opened = vault.openToWrite(root.invocation(), console);
    opened.keys().checkWriter();
    try (InputStream in = open();
        InputStream text = DumpCompression.open(in)) {
      ImportOptions options =
          new ImportOptions(
              name(),
              Optional.ofNullable(database).filter(given -> !given.isEmpty()),
              catalog.schema(),
              catalog.tables());
      return console.show(
          new ImportView(new DumpImport(opened, console.work()).run(text, options)));
    } catch (NoSuchFileException e) {
      throw Failure.USAGE.exception(
          "there is no file \"" + file + "\"", "Check the path of the dump.", e);
    } catch (FileSystemException e) {
      throw Failure.USAGE.exception(
          "cannot read the dump \"%s\": %s".formatted(file, FileErrors.reason(e, path())),
          "Name a file that whoever runs this may read.",
          e);
    } catch (IOException e) {
      throw Failure.DUMP_NOT_UNDERSTOOD.exception(
          "cannot read the dump \"%s\": %s".formatted(file, e.getMessage()),
          "Nothing was imported.",
          e);
    }
  }

  private InputStream open() throws IOException {
    return file.equals(STANDARD_INPUT)
        ? new StandardInput(root.invocation().in(), root.invocation().cancellation())
        : Files.newInputStream(path());
  }

  private String name() {
    if (file.equals(STANDARD_INPUT)) {
      return STANDARD_INPUT;
    }
    Path name = path().getFileName();
    return name == null ? file : name.toString();
  }

  private Path path() {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw Failure.USAGE.exception(
          "\"" + file + "\" is not a file name: " + e.getReason(), null, e);
    }
  }
}
