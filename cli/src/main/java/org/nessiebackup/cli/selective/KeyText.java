package org.nessiebackup.cli.selective;

import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.nessie.ContentKey;

/** Lists of tables for people. */
final class KeyText {
  private static final int SHOWN = 10;

  private KeyText() {}

  /** How many, and the first ones: {@code 12: a.b, a.c, … and 10 more}. */
  static String some(List<ContentKey> keys) {
    String first =
        keys.stream().limit(SHOWN).map(ContentKey::toString).collect(Collectors.joining(", "));
    String more =
        keys.size() > SHOWN ? " and %s more".formatted(Text.count(keys.size() - SHOWN)) : "";
    return "%s: %s%s".formatted(Text.count(keys.size()), first, more);
  }
}
