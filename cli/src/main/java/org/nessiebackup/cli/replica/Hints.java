package org.nessiebackup.cli.replica;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** What helps against several things that stand together is said once, behind the last of them. */
final class Hints {
  private Hints() {}

  static <T, H> void behind(
      List<T> all, Function<T, H> hint, Consumer<T> showThing, Consumer<H> showHint) {
    for (int i = 0; i < all.size(); i++) {
      H now = hint.apply(all.get(i));
      showThing.accept(all.get(i));
      if (i + 1 == all.size() || !hint.apply(all.get(i + 1)).equals(now)) {
        showHint.accept(now);
      }
    }
  }
}
