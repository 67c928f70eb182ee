package org.nessiebackup.acceptance.figures;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * How much is tried: a little in every build, more where {@code -P torture} or a property asks for
 * it.
 *
 * @param thorough whether everything is tried instead of a sample
 * @param seed of everything random
 */
public record Effort(boolean thorough, long seed) {
  private static final long USUAL_SEED = 1;

  /** What the properties of this run say. */
  public static Effort asked() {
    return new Effort(Boolean.getBoolean("reliability.long"), number("seed", USUAL_SEED));
  }

  /** A number that a property may set, such as {@code reliability.steps}. */
  public int of(String name, int usual, int thoroughly) {
    return (int) number(name, thorough ? thoroughly : usual);
  }

  /** For how long a long run goes on. */
  public Duration minutes() {
    return Duration.ofMinutes(number("minutes", thorough ? 20 : 10));
  }

  /** Random numbers of one suite: the same ones in each run with this seed. */
  public Random random(String suite) {
    return new Random(seed * 31 + suite.hashCode());
  }

  /** So many of them at most, spread by the seed over the whole list and in its order. */
  public <T> List<T> sample(List<T> all, int most) {
    if (all.size() <= most) {
      return List.copyOf(all);
    }
    double step = (double) all.size() / most;
    int offset = (int) Math.floorMod(seed, Math.max(1L, (long) step));
    return java.util.stream.IntStream.range(0, most)
        .mapToObj(i -> all.get((int) Math.min(all.size() - 1L, (long) (i * step) + offset)))
        .toList();
  }

  private static long number(String name, long usual) {
    String value = System.getProperty("reliability." + name, "");
    return value.isBlank() ? usual : Long.parseLong(value);
  }
}
