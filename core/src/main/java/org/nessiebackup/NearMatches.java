package org.nessiebackup;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that somebody may have meant. */
public final class NearMatches {
  private static final int MOST = 3;

  /** Longer ones are compared by their beginnings, which keeps the work small. */
  private static final int LONGEST = 200;

  private NearMatches() {}

  private record Candidate(String name, int distance) {}

  /** As the end of a hint: {@code Did you mean "a" or "b"?}; empty if nothing is near. */
  public static String question(String wanted, Collection<String> names) {
    List<String> near =
        names.stream()
            .map(name -> new Candidate(name, distance(wanted, name)))
            .filter(each -> each.distance <= Math.max(2, wanted.length() / 3))
            .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
            .limit(MOST)
            .map(each -> '"' + each.name + '"')
            .toList();
    return near.isEmpty() ? "" : " Did you mean %s?".formatted(String.join(" or ", near));
  }

  /** How many letters differ; none for a part that is written out, such as the last element. */
  private static int distance(String wanted, String name) {
    String a = shortened(wanted);
    String b = shortened(name);
    if (!a.isEmpty() && b.contains(a)) {
      return 0;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  private static String shortened(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.length() <= LONGEST ? lower : lower.substring(0, LONGEST);
  }
}
