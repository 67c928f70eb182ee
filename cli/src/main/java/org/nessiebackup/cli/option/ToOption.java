package org.nessiebackup.cli.option;

import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.vault.point.PointSelector;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Up to where a catalog is wanted, instead of an ID, for commands that only look at it. */
public final class ToOption {
  @OfOneRun
  @Option(
      names = "--to",
      paramLabel = "TARGET",
      order = 15,
      description = {
        "Instead of an ID: the state at a moment, a position in the journal, a mark or a commit, as"
            + " restore --to has it; the same as @TARGET for the ID, and with --exclusive as"
            + " @TARGET^."
      })
  String target;

  @Mixin ExclusiveOption exclusive;

  /**
   * Words for the recovery point.
   *
   * @param id what was given for an ID, if anything was
   */
  public Optional<String> or(String id) {
    if (target != null && id != null) {
      throw Failure.USAGE.exception(
          "both an ID and --to are given",
          "Name the point either by its ID or by how far it goes.");
    }
    String behind = exclusive.given(target != null) ? PointSelector.BEFORE : "";
    return Optional.ofNullable(target)
        .map(words -> "@" + words + behind)
        .or(() -> Optional.ofNullable(id));
  }
}
