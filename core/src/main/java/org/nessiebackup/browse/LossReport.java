package org.nessiebackup.browse;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.nessie.NessieReference;

/**
 * What somebody loses, and gets back, who returns from one state of a catalog to an earlier one.
 *
 * @param references branches and tags that will not be what they are, of all Nessie repositories
 */
public record LossReport(List<Reference> references) {
  /** Takes its own copy of the list. */
  public LossReport {
    references = List.copyOf(references);
  }

  /** What becomes of a reference. */
  public enum Effect {
    /** It was made since, and goes. */
    REMOVED,
    /** It goes back to an earlier commit. */
    MOVED_BACK,
    /** It was deleted since, and returns. */
    RETURNED
  }

  /**
   * A branch or a tag.
   *
   * @param repository the Nessie repository, whose name is empty for most
   * @param commitsLost commits that it has and will not have; absent if not known, as for one that
   *     goes
   * @param commitsReturned commits that it has lost and will have again; absent if not known
   * @param contents tables, views and the like that will be what they were on it
   */
  public record Reference(
      String repository,
      NessieReference.Kind kind,
      String name,
      Effect effect,
      Optional<Long> commitsLost,
      Optional<Long> commitsReturned,
      int contents) {}

  /** Commits that are lost, as far as that is known. */
  public long commits() {
    return references.stream().mapToLong(each -> each.commitsLost().orElse(0L)).sum();
  }

  /** Contents that will be what they were, counted on each reference. */
  public int contents() {
    return references.stream().mapToInt(Reference::contents).sum();
  }

  /** References with an effect. */
  public List<Reference> with(Effect effect) {
    return references.stream().filter(each -> each.effect() == effect).toList();
  }

  static Reference of(String repository, DifferenceReport.ReferenceChange change) {
    Effect effect =
        switch (change.move()) {
          case CREATED -> Effect.REMOVED;
          case MOVED, RESET -> Effect.MOVED_BACK;
          case DELETED -> Effect.RETURNED;
        };
    return new Reference(
        repository,
        change.kind(),
        change.name(),
        effect,
        change.distance().map(each -> each.ahead()),
        change.distance().map(each -> each.behind()),
        change.contents().size());
  }
}
