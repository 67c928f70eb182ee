package org.nessiebackup.report;

import java.util.Locale;

/** Words for constants that have no label of their own. */
final class Labels {
  private Labels() {}

  /** {@code NOT_PROVEN} is {@code not-proven}. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
