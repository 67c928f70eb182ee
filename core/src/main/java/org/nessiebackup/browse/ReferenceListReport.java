package org.nessiebackup.browse;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;

/**
 * The branches and tags of a catalog.
 *
 * @param place which catalog
 * @param references by name
 */
public record ReferenceListReport(PlaceReport place, List<Entry> references) {
  /** Takes its own copy of the list. */
  public ReferenceListReport {
    references = List.copyOf(references);
  }

  /**
   * A branch or tag.
   *
   * @param kind which of the two
   * @param head the commit it points to; {@link ObjectId#EMPTY} if it has none
   * @param commit the same; absent if there is none, or it is missing
   * @param isDefault whether it is the default branch
   */
  public record Entry(
      NessieReference.Kind kind,
      String name,
      ObjectId head,
      Optional<CommitReport> commit,
      boolean isDefault) {
    /** Whether the commit should be there and is not. */
    public boolean broken() {
      return commit.isEmpty() && !head.equals(ObjectId.EMPTY);
    }
  }
}
