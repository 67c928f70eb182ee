package org.nessiebackup.acceptance.figures;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The figures and the log of one suite. An expectation that does not hold is counted, logged, and
 * fails the test when all has been tried, by {@link #assertHeld}; {@code target/reliability} has
 * the figures either way.
 */
public final class Figures implements AutoCloseable {
  private static final int MOST_TOLD = 10;

  /** Tries one thing. */
  @FunctionalInterface
  public interface Trial {
    /** Fails with an AssertionError if it does not hold. */
    void run() throws Exception;
  }

  /** How often a kind of thing was tried, and how often it held. */
  record Tally(long tried, long held) {
    Tally plus(boolean success) {
      return new Tally(tried + 1, held + (success ? 1 : 0));
    }
  }

  private final String suite;
  private final Effort effort;
  private final Path folder;
  private final Map<String, Tally> trials = new LinkedHashMap<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final BufferedWriter log;

  /** Of a suite, whose name is that of its files. */
  public Figures(String suite, Effort effort) {
    this(suite, effort, Path.of("target", "reliability"));
  }

  Figures(String suite, Effort effort, Path folder) {
    this.suite = suite;
    this.effort = effort;
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      log = Files.newBufferedWriter(folder.resolve(suite + ".log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    log("seed %d, %s".formatted(effort.seed(), effort.thorough() ? "long" : "bounded"));
  }

  /** Adds a line to the log. */
  public synchronized void log(String line) {
    try {
      log.write(line.stripTrailing() + "\n");
      log.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tries something; answers whether it held. */
  public boolean trial(String kind, String what, Trial trial) {
    boolean held = true;
    try {
      trial.run();
    } catch (AssertionError | Exception e) {
      held = false;
      note(kind, what, e);
    }
    synchronized (this) {
      trials.merge(kind, new Tally(0, 0).plus(held), (old, one) -> plus(old, one));
    }
    return held;
  }

  private static Tally plus(Tally one, Tally other) {
    return new Tally(one.tried() + other.tried(), one.held() + other.held());
  }

  private synchronized void note(String kind, String what, Throwable failure) {
    log("FAILED %s: %s: %s".formatted(kind, what, failure));
    failures.add(new AssertionError(kind + ": " + what, failure));
  }

  /** Counts what is no trial, such as steps or kills. */
  public synchronized void count(String what, long more) {
    counts.merge(what, more, Long::sum);
  }

  /** How often something was counted. */
  public synchronized long counted(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /** Writes the figures. */
  @Override
  public void close() {
    try (log) {
      Files.writeString(folder.resolve(suite + ".json"), FiguresText.json(suite, effort, this));
      Files.writeString(folder.resolve(suite + ".md"), FiguresText.markdown(suite, this));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails if anything did not hold since the last call. */
  public synchronized void assertHeld() {
    if (!failures.isEmpty()) {
      AssertionError all =
          new AssertionError(
              "%d of %s do not hold, seed %d; see %s"
                  .formatted(
                      failures.size(), suite, effort.seed(), folder.resolve(suite + ".log")));
      failures.stream().limit(MOST_TOLD).forEach(all::addSuppressed);
      failures.clear();
      throw all;
    }
  }

  synchronized Map<String, Tally> trials() {
    return new LinkedHashMap<>(trials);
  }

  synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }
}
