package org.nessiebackup.cli.verify;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.connection.CatalogOptions;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.warehouse.WarehouseOptions;
import org.nessiebackup.files.FileVerification;
import org.nessiebackup.files.FilesOptions;
import org.nessiebackup.files.ShardOptions;
import org.nessiebackup.files.ShardOptions.Shard;
import org.nessiebackup.files.ShardReport;
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

  @Mixin ShardSelection shards;
  @Mixin ConnectionOptions connection;
  @Mixin CatalogOptions catalog;
  @Mixin WarehouseOptions warehouse;

  /** Refuses what means nothing without {@code --files}. */
  void checkUnused() {
    if (live || deep || sample != null || seed != null || shards.given()) {
      throw Failure.USAGE.exception(
          "--live, --deep, --sample, --seed, --shard or --merge is given without --files",
          "Add --files, or leave them out.");
    }
  }

  /**
   * Probes them.
   *
   * @param words a backup, unless the live catalog is meant, and names of references
   */
  View run(List<String> words, int jobs, Supplier<Vault> vault, NessieBackup root) {
    if (shards.given()) {
      shards.check(live);
      return part(words, jobs, vault.get(), root);
    }
    requireBackup(words);
    Console console = root.console();
    WorkContext work = console.work();
    CatalogOrigin origin =
        live
            ? new CatalogOrigin.Live(catalog.schema(), catalog.tables())
            : new CatalogOrigin.Backup(words.getFirst());
    Supplier<CatalogSource> source =
        () -> origin.open(vault, () -> connection.database(root.invocation(), console), jobs, work);
    return new FilesView(
        new FileVerification(source, probe(root), work)
            .run(options(live ? words : references(words), jobs, root)));
  }

  private View part(List<String> words, int jobs, Vault vault, NessieBackup root) {
    WorkContext work = root.console().work();
    Optional<Shard> shard = shards.shard(root.invocation());
    if (shard.isEmpty()) {
      refuseAnyChoice(words);
      return new FilesView(FileVerification.merge(vault, shards.run, jobs, work));
    }
    requireBackup(words);
    ShardOptions wanted =
        new ShardOptions(
            shards.run,
            shard.get(),
            words.getFirst(),
            options(references(words), jobs, root),
            seed != null);
    ShardReport report = FileVerification.shard(vault, wanted, probe(root), work);
    return Optional.of(shards.run)
        .filter(run -> shards.merge)
        .flatMap(run -> FileVerification.mergeIfComplete(vault, run, jobs, work))
        .<View>map(FilesView::new)
        .orElseGet(() -> new ShardView(report));
  }

  private void requireBackup(List<String> words) {
    if (words.isEmpty() && !live) {
      throw Failure.USAGE.exception(
          "no backup is given", "Name one by its id, or as \"latest\", or verify --files --live.");
    }
  }

  private void refuseAnyChoice(List<String> words) {
    if (!words.isEmpty() || deep || sample != null || seed != null) {
      throw Failure.USAGE.exception(
          "a backup, a reference, --deep, --sample or --seed is given with --merge",
          "Leave it out: the first shard has decided which files are meant.");
    }
  }

  private static List<String> references(List<String> words) {
    return words.subList(1, words.size());
  }

  private FileProbe probe(NessieBackup root) {
    return warehouse.probe(root.invocation(), root.console()::warn);
  }

  private FilesOptions options(List<String> references, int jobs, NessieBackup root) {
    long chance =
        seed == null
            ? LocalDate.ofInstant(root.invocation().clock().instant(), ZoneOffset.UTC).toEpochDay()
            : seed;
    return new FilesOptions(references, sample == null ? 1 : sample, chance, deep, jobs);
  }
}
