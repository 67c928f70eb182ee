package org.nessiebackup.cli.verify;

import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.files.ShardOptions.Shard;
import picocli.CommandLine.Option;

/** Which part of the files {@code verify --files} asks for, if others ask for the other parts. */
final class ShardSelection {
  /** Which pod of an Indexed Job this is, from 0 on. */
  private static final String INDEX = "JOB_COMPLETION_INDEX";

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      order = 55,
      converter = ShardOption.class,
      description = {
        "With --files: one of N parts, and note what was found in the vault: 3/16.",
        "auto/16 in a Job of Kubernetes with completionMode Indexed."
      })
  ShardOption.Words shard;

  @Option(
      names = "--run",
      paramLabel = "NAME",
      order = 56,
      description = "With --shard, --merge: names the check that all of its parts belong to.")
  String run;

  @Option(
      names = "--merge",
      order = 57,
      fallbackValue = "true",
      description = {
        "With --files: put the parts of a check together, and ask for no file.",
        "With --shard: do so after this part, if it is the last one."
      })
  boolean merge;

  /** Whether anything was said of it. */
  boolean given() {
    return shard != null || merge || run != null;
  }

  /** Refuses what does not go together. */
  void check(boolean live) {
    if (live) {
      throw Failure.USAGE.exception(
          "--live is given with --shard or --merge",
          "Processes that start one after another would see different catalogs: name a backup.");
    }
    if (shard == null && !merge) {
      throw Failure.USAGE.exception(
          "--run is given without --shard and --merge", "Add one of them, or leave it out.");
    }
    if (run == null) {
      throw Failure.USAGE.exception(
          "--shard or --merge is given without --run",
          "Name the check with --run: the same for all of its parts, and another for each check.");
    }
  }

  /** The part that is asked for; absent if parts are only put together. */
  Optional<Shard> shard(Invocation invocation) {
    if (shard == null) {
      return Optional.empty();
    }
    int index = shard.index() > 0 ? shard.index() : numbered(invocation);
    if (index > shard.count()) {
      throw Failure.USAGE.exception(
          "%s is %d, but there are only %d shards".formatted(INDEX, index - 1, shard.count()),
          "The Job has as many completions as --shard says.");
    }
    return Optional.of(new Shard(index, shard.count()));
  }

  private static int numbered(Invocation invocation) {
    String text = invocation.variable(INDEX).orElse("");
    if (!text.matches("\\d{1,4}")) {
      throw Failure.USAGE.exception(
          "--shard auto is given, but %s is \"%s\" and no number".formatted(INDEX, text),
          "Kubernetes sets it in Jobs with completionMode Indexed. Elsewhere write --shard 3/16.");
    }
    return Integer.parseInt(text) + 1;
  }
}
