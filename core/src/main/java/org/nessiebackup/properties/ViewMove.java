package org.nessiebackup.properties;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/**
 * A view of others that reads tables which make room, and whether it can be made to read those that
 * take their place.
 *
 * @param name its name, qualified and quoted by the server
 * @param materialized whether it holds rows of its own
 * @param hindrance why it has to stay with the tables it reads; absent if it can be moved
 */
public record ViewMove(String name, boolean materialized, Optional<String> hindrance) {
  /** Whether it can be moved. */
  public boolean movable() {
    return hindrance.isEmpty();
  }

  /** What it is and its name. */
  public String title() {
    return (materialized ? "materialized view " : "view ") + name;
  }

  /**
   * Refuses if one of them has to stay.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED} with all that do
   */
  public static void requireMovable(List<ViewMove> views) {
    List<String> staying =
        views.stream()
            .filter(view -> !view.movable())
            .map(view -> view.title() + ", as " + view.hindrance().orElseThrow())
            .toList();
    if (!staying.isEmpty()) {
      throw Failure.TARGET_GUARDED.exception(
          "not all views can be moved over: " + String.join("; ", staying),
          "Nothing was changed. Drop these before and make them again afterwards, or do without"
              + " --move-views: then all views go on reading the tables that make room.");
    }
  }
}
