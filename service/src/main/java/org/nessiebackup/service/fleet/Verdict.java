package org.nessiebackup.service.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Labelled;
import org.nessiebackup.service.run.Run;

/**
 * The answer to the only question: are we safe?
 *
 * @param level how well
 * @param safeAsOf the newest moment that can be restored
 * @param sentence what is so, in one sentence
 * @param advice what to do; absent if nothing is to be done
 */
public record Verdict(
    Level level, Optional<Instant> safeAsOf, String sentence, Optional<String> advice) {
  /** How safe a catalog is, the worst first; a documented contract. */
  public enum Level implements Labelled {
    /** There is nothing that could be restored, or not what is promised. */
    UNSAFE,
    /** It is not known now how it is. */
    UNKNOWN,
    /** It can be restored, but something needs attention. */
    WARNING,
    /** All is well. */
    SAFE
  }

  /**
   * Judges.
   *
   * @param state what is known
   * @param runs the runs of this catalog, those at work first and then the newest first
   * @param now the moment of the question
   */
  public static Verdict of(CatalogState state, List<Run> runs, Instant now) {
    return new Judgement(state, runs, now).verdict();
  }
}
