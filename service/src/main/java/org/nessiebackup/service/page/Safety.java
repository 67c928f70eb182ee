package org.nessiebackup.service.page;

import java.util.Optional;

/**
 * The first line of every page: whether we are safe, and if not, what to do.
 *
 * @param kind the class of its color: {@code good}, {@code warn}, {@code bad}, {@code none}
 * @param word the answer
 * @param seen when it was seen to be so
 * @param sentence the rest of it
 */
record Safety(String kind, String word, Optional<Moment> seen, String sentence) {
  /** Nothing is known, and why. */
  static Safety unknown(String sentence) {
    return new Safety("none", "Unknown.", Optional.empty(), sentence);
  }
}
