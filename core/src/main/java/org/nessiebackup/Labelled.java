package org.nessiebackup;

import java.util.Locale;

/** A constant with a word for machines, which documents, options and metrics show. */
public interface Labelled {
  /** The name of the constant. */
  String name();

  /** Such as {@code target-guarded} for {@code TARGET_GUARDED}. */
  default String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
