package org.nessiebackup.tables;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which transactions a snapshot sees. Numbers are of 64 bits, as {@code pg_current_snapshot} gives
 * them, so they do not wrap around.
 *
 * @param horizon its xmin: every transaction with a smaller number had ended, and what those have
 *     committed is seen. The list of running ones between the two numbers is left out on purpose:
 *     it does not name subtransactions
 * @param next its xmax: no transaction with this number or a greater one is seen
 */
public record TransactionSnapshot(long horizon, long next) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18}):(\\d{1,18}):[\\d,]*");

  /**
   * Transactions are distinguished within half of the 32-bit circle; a backup during which ten
   * million more begin is still safe.
   */
  private static final long FARTHEST = (1L << 31) - 10_000_000;

  /** Refuses numbers that no snapshot has. */
  public TransactionSnapshot {
    if (horizon < 0 || next < horizon) {
      throw new IllegalArgumentException(horizon + ":" + next + " is no snapshot");
    }
  }

  /** From {@code xmin:xmax:list}; absent if that is no snapshot. */
  public static Optional<TransactionSnapshot> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    long horizon = Long.parseLong(form.group(1));
    long next = Long.parseLong(form.group(2));
    return next < horizon ? Optional.empty() : Optional.of(new TransactionSnapshot(horizon, next));
  }

  /** Whether the server knows, seen from here, which rows are older than a horizon. */
  public boolean reaches(long earlierHorizon) {
    return next - earlierHorizon < FARTHEST;
  }
}
