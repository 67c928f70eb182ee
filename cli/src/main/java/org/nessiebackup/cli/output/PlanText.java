package org.nessiebackup.cli.output;

import java.util.List;
import org.nessiebackup.Failure;

/** What all plans have in common. */
final class PlanText {
  private PlanText() {}

  /** A plan that would be refused answers as the refusal would. */
  static int exitCode(List<String> obstacles) {
    return obstacles.isEmpty() ? ExitCodes.DONE : Failure.TARGET_GUARDED.exitCode();
  }

  static void obstacles(List<String> obstacles, TextPage page) {
    obstacles.forEach(obstacle -> page.field("obstacle", obstacle));
  }
}
