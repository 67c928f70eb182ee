package org.nessiebackup.files;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.FirstNames;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.BackupCatalog;
import org.nessiebackup.files.ShardOptions.Shard;
import org.nessiebackup.manifest.ShardDocument;
import org.nessiebackup.store.FileProbe;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.record.FileShards;
import org.nessiebackup.vault.record.FileShards.Begun;
import org.nessiebackup.vault.record.FileShards.Found;

/**
 * The same as {@link FileVerification} for a recovery point, shared out among processes, which meet
 * in the vault only. Each reads the catalog and probes the files of its shard; who merges reads the
 * catalog once more, and no file.
 */
record ShardedVerification(Vault vault, WorkContext context) {
  private static final int MOST_NAMED = 50;

  /**
   * Probes the files of a shard, and writes down how they are. May be repeated; its newest result
   * counts.
   *
   * @throws BackupException {@link Failure#USAGE} if the check has begun with something else; when
   *     the catalog cannot be read or the vault cannot be written
   */
  ShardReport run(ShardOptions request, FileProbe probe) {
    Begun begun = begin(request);
    FilesOptions options = options(begun.plan(), request.files().jobs());
    CatalogHeads heads = read(begun, options);
    FileStates states = FileStates.probed(files(heads, request.shard()), probe, options, context);
    FilesReport report = heads.report(states, request.shard(), options);
    vault
        .shards()
        .add(
            request.run(),
            request.shard().index(),
            request.shard().count(),
            ShardPart.of(states, report),
            context);
    return new ShardReport(request.run(), request.shard(), report);
  }

  private static SortedMap<String, String> files(CatalogHeads heads, Shard shard) {
    return heads.tables().files(shard.count()).get(shard.index() - 1);
  }

  private Begun begin(ShardOptions request) {
    FileShards shards = vault.shards();
    vault.keys().checkWriter();
    Begun begun =
        shards
            .find(request.run())
            .orElseGet(
                () ->
                    shards.begin(
                        request.run(),
                        new Begun(request.shard().count(), request.plan(point(request))),
                        context));
    if (!request.fits(begun.shards(), begun.plan())) {
      throw Failure.USAGE.exception(
          "check \"%s\" has begun with something else: %s"
              .formatted(request.run(), describe(begun)),
          "All shards of a check are given the same. Use another name with --run for another"
              + " check.");
    }
    return begun;
  }

  private String point(ShardOptions request) {
    try (BackupCatalog catalog =
        BackupCatalog.open(vault, request.words(), request.files().jobs(), context)) {
      return catalog.point().toString();
    }
  }

  private static String describe(Begun begun) {
    ShardDocument.Plan plan = begun.plan();
    return "%d shards, backup \"%s\" (%s), %s, %s of the files%s"
        .formatted(
            begun.shards(),
            plan.words(),
            plan.point(),
            plan.references().isEmpty()
                ? "all references"
                : "references \"%s\"".formatted(String.join("\", \"", plan.references())),
            plan.share() == 1 ? "all" : plan.share() + " with seed " + plan.seed(),
            plan.deep() ? ", deep" : "");
  }

  private static FilesOptions options(ShardDocument.Plan plan, int jobs) {
    return new FilesOptions(plan.references(), plan.share(), plan.seed(), plan.deep(), jobs);
  }

  private CatalogHeads read(Begun begun, FilesOptions options) {
    return CatalogHeads.read(
        () -> BackupCatalog.open(vault, begun.plan().point(), options.jobs(), context),
        options.references(),
        context);
  }

  /**
   * Puts the results of all shards together.
   *
   * @param run the name of the check
   * @param jobs how many threads read the catalog
   * @return what a check that is not shared out would have found
   * @throws BackupException {@link Failure#FINDINGS} naming the shards that are missing or cannot
   *     be believed; or when the catalog cannot be read
   */
  FilesReport merge(String run, int jobs) {
    ShardOptions.checkName(run);
    Begun begun =
        vault
            .shards()
            .find(run)
            .orElseThrow(
                () ->
                    Failure.FINDINGS.exception(
                        "check \"%s\" is missing: none of its shards has begun".formatted(run),
                        "Run its shards with --shard, or correct the name."));
    Map<Integer, Found> parts = vault.shards().parts(run, begun.shards());
    Map<Integer, String> missing = missing(parts);
    if (!missing.isEmpty()) {
      throw incomplete(run, begun.shards(), missing);
    }
    return merged(run, begun, parts, jobs);
  }

  /**
   * The same, if all shards have written what they have found.
   *
   * @return absent if some have not
   */
  Optional<FilesReport> mergeIfComplete(String run, int jobs) {
    Optional<Begun> begun = vault.shards().find(run);
    return begun
        .map(found -> vault.shards().parts(run, found.shards()))
        .filter(parts -> missing(parts).isEmpty())
        .map(parts -> merged(run, begun.orElseThrow(), parts, jobs));
  }

  /** Shards that have no result, and why. */
  private static Map<Integer, String> missing(Map<Integer, Found> parts) {
    Map<Integer, String> missing = new TreeMap<>();
    parts.forEach(
        (number, found) -> {
          if (found.part().isEmpty()) {
            missing.put(
                number,
                found.doubts().isEmpty()
                    ? "is missing"
                    : "counts for nothing: " + found.doubts().getFirst());
          }
        });
    return missing;
  }

  private static BackupException incomplete(String run, int shards, Map<Integer, String> missing) {
    List<String> each =
        missing.entrySet().stream()
            .map(entry -> "shard %d %s".formatted(entry.getKey(), entry.getValue()))
            .toList();
    return Failure.FINDINGS.exception(
        "check \"%s\" has not all of its %d shards: %s"
            .formatted(run, shards, FirstNames.of(each, MOST_NAMED)),
        "Run those shards again under the same name, then merge.");
  }

  private FilesReport merged(String run, Begun begun, Map<Integer, Found> parts, int jobs) {
    parts.values().stream()
        .flatMap(found -> found.doubts().stream())
        .forEach(context.progress()::warning);
    FilesOptions options = options(begun.plan(), jobs);
    CatalogHeads heads = read(begun, options);
    FileStates states = new FileStates(heads.tables().files(1).getFirst(), options);
    List<SortedMap<String, String>> files = heads.tables().files(begun.shards());
    Map<Integer, String> refused = new TreeMap<>();
    parts.forEach(
        (number, found) -> {
          try {
            ShardPart.read(found.part().orElseThrow(), files.get(number - 1).keySet(), states);
          } catch (BackupException e) {
            refused.put(number, "counts for nothing: " + e.getMessage());
          }
        });
    if (!refused.isEmpty()) {
      throw incomplete(run, begun.shards(), refused);
    }
    return heads.report(states, Shard.WHOLE, options);
  }
}
