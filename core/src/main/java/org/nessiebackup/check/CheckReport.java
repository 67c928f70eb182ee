package org.nessiebackup.check;

import java.util.List;
import java.util.Optional;

/**
 * What a check found.
 *
 * @param items in the order in which they were looked at
 */
public record CheckReport(List<Item> items) {
  /** Takes its own copy of the list. */
  public CheckReport {
    items = List.copyOf(items);
  }

  /** Whether nothing fails; warnings are allowed. */
  public boolean passed() {
    return items.stream().noneMatch(item -> item.status() == Status.FAIL);
  }

  /**
   * One thing that was looked at.
   *
   * @param name a stable word for machines, such as {@code connection}
   * @param status how it is
   * @param detail what was found
   * @param advice what to do; absent where all is well
   */
  public record Item(String name, Status status, String detail, Optional<String> advice) {}

  /** How a thing is. */
  public enum Status {
    /** As it should be. */
    OK,
    /** Works, but somebody should look at it. */
    WARN,
    /** Keeps a backup or a restore from working. */
    FAIL
  }
}
