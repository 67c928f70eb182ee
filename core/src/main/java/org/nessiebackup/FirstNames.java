package org.nessiebackup;

import java.util.List;

/** A list for people who need no more than its beginning. */
public final class FirstNames {
  private FirstNames() {}

  /** The first so many, with commas between them, and how many more there are. */
  public static String of(List<String> names, int most) {
    int more = names.size() - most;
    return more <= 0
        ? String.join(", ", names)
        : "%s and %d more".formatted(String.join(", ", names.subList(0, most)), more);
  }
}
