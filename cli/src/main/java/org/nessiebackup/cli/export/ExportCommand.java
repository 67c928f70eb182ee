package org.nessiebackup.cli.export;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.Failure;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.connection.CatalogOptions;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.connection.RecentMoment;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.option.BackupWords;
import org.nessiebackup.cli.option.IdentityOptions;
import org.nessiebackup.cli.option.JobsOption;
import org.nessiebackup.cli.option.ToOption;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.export.CatalogExport;
import org.nessiebackup.export.ExportOptions;
import org.nessiebackup.export.ExportReport;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@NamedByCommand("--to")
@Command(
    name = "export",
    description = {
      "Write a backup, or the live catalog, as a plain SQL dump that psql restores, or in the",
      "format that Nessie's own tool imports into another version store type."
    },
    footer = {
      "",
      "The file appears under its name once it is whole.",
      "",
      "Format nessie-zip is for moving to another version store type: it holds the commits,"
          + " contents,",
      "branches and tags of one Nessie repository (store type JDBC2), and loses the rest: former",
      "heads, the log of references, deleted branches, unreachable commits. Within PostgreSQL use",
      "restore, or format sql, which are exact.",
      "",
      "Examples:",
      "  nessie-backup export latest --vault /backup/nessie",
      "  nessie-backup export --live --zstd -f today.sql.zst",
      "  nessie-backup export latest -f - | psql -v ON_ERROR_STOP=1 nessie",
      "  nessie-backup export latest --format nessie-zip -f nessie.zip"
    })
public final class ExportCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Spec CommandSpec command;
  @Mixin VaultOption vault;
  @Mixin IdentityOptions identities;
  @Mixin ConnectionOptions connection;
  @Mixin CatalogOptions catalog;
  @Mixin JobsOption jobs;

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      completionCandidates = BackupWords.class,
      description = "${bundle:backup}.")
  String backup;

  @Mixin ToOption to;

  @Option(
      names = "--live",
      order = 44,
      fallbackValue = "true",
      description = "Export the live catalog, not a backup.")
  boolean live;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      order = 45,
      description = {
        "Where to; \"-\" is standard output. By default nessie-backup-YYYYMMDD-HHMMSS.sql (UTC),",
        "with .gz or .zst, or .zip, in the current folder."
      })
  String file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      order = 46,
      description = "sql, or nessie-zip, which Nessie's own tool imports.")
  FormatName format = FormatName.SQL;

  @Option(
      names = "--repository",
      paramLabel = "ID",
      order = 50,
      description = {
        "The Nessie repository to write as nessie-zip; by default the only one, or the one whose"
            + " id",
        "is empty."
      })
  String repository;

  @Option(
      names = "--inserts",
      order = 47,
      fallbackValue = "true",
      description = "INSERT statements instead of COPY.")
  boolean inserts;

  @Option(names = "--gzip", order = 48, fallbackValue = "true", description = "Compress with gzip.")
  boolean gzip;

  @Option(names = "--zstd", order = 49, fallbackValue = "true", description = "Compress with zstd.")
  boolean zstd;

  /** Formats of files, as users write them. */
  enum FormatName {
    SQL,
    NESSIE_ZIP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Override
  public Integer call() {
    ExportOptions options = new ExportOptions(source(), format());
    DumpFile.Compression compression = compression();
    DumpFile target =
        file == null || file.isEmpty()
            ? DumpFile.named(root.invocation().clock().instant(), suffix(), compression)
            : DumpFile.at(file, compression);
    refuseTerminal(target);
    // Where the dump takes standard output, what is said about it goes to standard error.
    Console console = target.isStandardOutput() ? root.consoleOnStandardError() : root.console();
    CatalogExport export =
        new CatalogExport(
            () -> opened(console),
            () -> connection.database(root.invocation(), console),
            console.work());
    try (DumpFile.Writing writing = target.begin(root.invocation().out())) {
      ExportReport report = export.run(options, writing.body());
      long fileBytes = writing.commit();
      return console.show(new ExportView(report, target.name(), compression.label(), fileBytes));
    } catch (IOException e) {
      throw target.failure(e);
    }
  }

  /** A dump is exact, and so are the names in it, whatever they would do to a terminal. */
  private void refuseTerminal(DumpFile target) {
    if (target.isStandardOutput() && root.invocation().isTerminal(Invocation.Stream.OUT)) {
      throw Failure.USAGE.exception(
          "standard output is a terminal, which a dump would upset",
          "Name a file, or send it on: nessie-backup export … -f - | less");
    }
  }

  private Vault opened(Console console) {
    Vault opened = vault.open(root.invocation(), console, identities);
    return to.or(backup)
        .map(words -> new RecentMoment(connection, root.invocation(), console).in(opened, words))
        .orElse(opened);
  }

  private CatalogOrigin source() {
    Optional<String> point = to.or(backup);
    if (point.isPresent() == live) {
      throw Failure.USAGE.exception(
          live ? "both a backup and --live are given" : "nothing to export is given",
          "Name a backup by its id, or as \"latest\", or export --live.");
    }
    return live
        ? new CatalogOrigin.Live(catalog.schema(), catalog.tables())
        : new CatalogOrigin.Backup(point.orElseThrow());
  }

  private ExportOptions.Format format() {
    return switch (format) {
      case SQL -> {
        refuseWith("--repository", typed("--repository"));
        yield new ExportOptions.Format.Sql(inserts);
      }
      case NESSIE_ZIP -> {
        refuseWith("--inserts", inserts);
        refuseWith("--gzip", gzip);
        refuseWith("--zstd", zstd);
        yield new ExportOptions.Format.NessieZip(Optional.ofNullable(repository), jobs.jobs());
      }
    };
  }

  /** What is set for all exports may make no sense for one of them. */
  private boolean typed(String option) {
    return command.commandLine().getParseResult().hasMatchedOption(option);
  }

  private void refuseWith(String option, boolean given) {
    if (given) {
      throw Failure.USAGE.exception(
          "%s makes no sense with --format %s".formatted(option, format),
          "Leave one of the two out.");
    }
  }

  private String suffix() {
    return switch (format) {
      case SQL -> ".sql";
      case NESSIE_ZIP -> ".zip";
    };
  }

  private DumpFile.Compression compression() {
    if (gzip && zstd) {
      throw Failure.USAGE.exception(
          "both --gzip and --zstd are given", "Keep the one that is meant.");
    }
    if (gzip) {
      return DumpFile.Compression.GZIP;
    }
    return zstd ? DumpFile.Compression.ZSTD : DumpFile.Compression.NONE;
  }
}
