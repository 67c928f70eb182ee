package org.nessiebackup.selective;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.PointId;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.NessieContent;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.server.ServedContent;

/**
 * How tables are going to be brought back.
 *
 * @param from where they come from
 * @param server where Nessie is
 * @param onto the branch that gets them, as it is now
 * @param items what is to be there, by key
 * @param message what the commit is going to say
 * @param obstacles why it cannot be done
 */
public record TableRestorePlan(
    From from,
    String server,
    NessieReference onto,
    List<Item> items,
    String message,
    List<String> obstacles) {

  /**
   * A state of a reference in a backup or a tip.
   *
   * @param point the backup or the tip
   * @param takenAt the moment whose state that is
   * @param reference the name of the branch or tag
   * @param commit the state of it that is meant
   */
  public record From(PointId point, Instant takenAt, String reference, ObjectId commit) {}

  /** Copies the lists. */
  public TableRestorePlan {
    items = List.copyOf(items);
    obstacles = List.copyOf(obstacles);
  }

  /** Those that are not as they should be already. */
  public List<Item> changes() {
    return items.stream().filter(item -> item.change() != Change.NONE).toList();
  }

  /**
   * One key.
   *
   * @param key the key
   * @param content what it is to hold, with its id; a namespace that the backup does not have, but
   *     Nessie wants, has none
   * @param now what it holds now
   * @param change what that means
   */
  public record Item(
      ContentKey key, NessieContent content, Optional<ServedContent> now, Change change) {}

  /** What happens to a key. */
  public enum Change {
    /** It holds what it should. */
    NONE,
    /** It holds another state of the same content, which goes back. */
    BACK,
    /** It holds nothing, and gets the content with the id that it had. */
    AGAIN,
    /** It holds something else that came in its place, or is of another type; that goes. */
    REPLACE
  }
}
