package org.nessiebackup.browse;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.catalog.CommitGraph;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;

/**
 * What differs between two catalogs, or one catalog at two moments.
 *
 * @param before the one that was named first
 * @param after the other one
 * @param same how many references point to the same commit in both
 * @param references those that do not, by name
 */
public record DifferenceReport(
    PlaceReport before, PlaceReport after, int same, List<ReferenceChange> references) {
  /** Takes its own copy of the list. */
  public DifferenceReport {
    references = List.copyOf(references);
  }

  /** What became of a reference. */
  public enum Move {
    /** Only the second catalog has it. */
    CREATED,
    /** Only the first catalog has it. */
    DELETED,
    /** It has more commits than before. */
    MOVED,
    /** Commits that it had are no longer in its history. */
    RESET
  }

  /**
   * A reference that is not the same.
   *
   * @param kind branch or tag
   * @param from the commit it pointed to; absent if it was created
   * @param to the commit it points to; absent if it was deleted
   * @param distance how many commits it has gained and lost; absent if that is not known
   * @param contents what differs on it, by key; of those that are in both catalogs only
   */
  public record ReferenceChange(
      Move move,
      NessieReference.Kind kind,
      String name,
      Optional<ObjectId> from,
      Optional<ObjectId> to,
      Optional<CommitGraph.Distance> distance,
      List<ContentChange> contents) {}

  /** What became of a content. */
  public enum Change {
    /** It is new. */
    ADDED,
    /** It is gone. */
    REMOVED,
    /** It says something else. */
    CHANGED,
    /** It is another table of the same name. */
    REPLACED
  }

  /**
   * A table, view, namespace or the like that is not the same.
   *
   * @param type by Nessie's name; the newer one, where there are two
   * @param from where its metadata was
   * @param to where its metadata is
   */
  public record ContentChange(
      Change change, ContentKey key, String type, Optional<String> from, Optional<String> to) {}
}
