package org.nessiebackup.cli.verify;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.connection.CatalogOptions;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.warehouse.WarehouseOptions;
import org.nessiebackup.files.FileVerification;
import org.nessiebackup.files.FilesOptions;
import org.nessiebackup.files.FilesReport;
import org.nessiebackup.store.FileProbe;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which files {@code verify --files} asks for, and how. */
final class FileSelection {
  @Option(
      names = "--files",
      order = 50,
      fallbackValue = "true",
      description = "Ask whether the metadata files that tables point to are there.")
  boolean files;

  @Option(
      names = "--live",
      order = 51,
      fallbackValue = "true",
      description = "With --files: those of the live catalog, not of a backup.")
  boolean live;

  @Option(
      names = "--deep",
      order = 52,
      fallbackValue = "true",
      description = "With --files: read them, and ask for manifest lists and manifests as well.")
  boolean deep;

  @Option(
      names = "--sample",
      paramLabel = "PERCENT",
      order = 53,
      converter = ShareOption.class,
      description = "With --files: a part of them, chosen by chance: 5%%.")
  Double sample;

  @Option(
      names = "--seed",
      paramLabel = "N",
      order = 54,
      description = "What chance makes of a sample (default: another each day).")
  Long seed;

  @Mixin ConnectionOptions connection;
  @Mixin CatalogOptions catalog;
  @Mixin WarehouseOptions warehouse;

  /** Refuses what means nothing without {@code --files}. */
  void checkUnused() {
    if (live || deep || sample != null || seed != null) {
      throw Failure.USAGE.exception(
          "--live, --deep, --sample or --seed is given without --files",
          "Add --files, or leave them out.");
    }
  }

  /**
   * Probes them.
   *
   * @param words a backup, unless the live catalog is meant, and names of references
   */
  FilesReport run(List<String> words, int jobs, Supplier<Vault> vault, NessieBackup root) {
    if (words.isEmpty() && !live) {
      throw Failure.USAGE.exception(
          "no backup is given", "Name one by its id, or as \"latest\", or verify --files --live.");
    }
    List<String> references = live ? words : words.subList(1, words.size());
    Console console = root.console();
    WorkContext work = console.work();
    CatalogOrigin origin =
        live
            ? new CatalogOrigin.Live(catalog.schema(), catalog.tables())
            : new CatalogOrigin.Backup(words.getFirst());
    Supplier<CatalogSource> source =
        () -> origin.open(vault, () -> connection.database(root.invocation(), console), jobs, work);
    FileProbe probe = warehouse.probe(root.invocation(), console::warn);
    return new FileVerification(source, probe, work)
        .run(options(references, jobs, root.invocation().clock().instant()));
  }

  private FilesOptions options(List<String> references, int jobs, Instant now) {
    long chance = seed == null ? LocalDate.ofInstant(now, ZoneOffset.UTC).toEpochDay() : seed;
    return new FilesOptions(references, sample == null ? 1 : sample, chance, deep, jobs);
  }
}
