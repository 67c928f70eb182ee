package org.nessiebackup.service.http;

import java.util.Arrays;
import java.util.Locale;

/** What somebody wants to be answered with, as {@code Accept} says. */
final class Negotiation {
  private Negotiation() {}

  /**
   * Whether a media type is taken.
   *
   * @param accept the header; null takes all
   */
  static boolean accepts(String accept, String type) {
    if (accept == null || accept.isBlank()) {
      return true;
    }
    String bare = bare(type);
    String group = bare.substring(0, bare.indexOf('/')) + "/*";
    return Arrays.stream(accept.split(","))
        .filter(each -> !each.replace(" ", "").matches(".*;q=0(\\.0*)?"))
        .map(Negotiation::bare)
        .anyMatch(each -> each.equals(bare) || each.equals(group) || each.equals("*/*"));
  }

  /** Whether whoever asks is a browser that shows a page, and not a program. */
  static boolean wantsPage(String accept) {
    return accept != null
        && Arrays.stream(accept.split(",")).map(Negotiation::bare).anyMatch("text/html"::equals);
  }

  private static String bare(String range) {
    return range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
