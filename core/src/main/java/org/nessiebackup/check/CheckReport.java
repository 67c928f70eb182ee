package org.nessiebackup.check;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Labelled;

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
  public record Item(String name, Status status, String detail, Optional<String> advice) {
    /** All is well. */
    static Item ok(String name, String detail) {
      return new Item(name, Status.OK, detail, Optional.empty());
    }

    /** Works, but somebody should look at it. */
    static Item warn(String name, String detail, String advice) {
      return new Item(name, Status.WARN, detail, Optional.of(advice));
    }

    /** Keeps a backup or a restore from working. */
    static Item fail(String name, String detail, String advice) {
      return new Item(name, Status.FAIL, detail, Optional.of(advice));
    }

    /** The same, by what failed. */
    static Item failure(String name, BackupException why) {
      return new Item(name, Status.FAIL, why.getMessage(), why.hint());
    }
  }

  /** How a thing is. */
  public enum Status implements Labelled {
    /** As it should be. */
    OK,
    /** Works, but somebody should look at it. */
    WARN,
    /** Keeps a backup or a restore from working. */
    FAIL
  }
}
