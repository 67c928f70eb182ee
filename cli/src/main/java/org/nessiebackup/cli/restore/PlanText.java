package org.nessiebackup.cli.restore;

import java.util.List;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
import org.nessiebackup.properties.ViewMove;
import org.nessiebackup.properties.ViewPolicy;
import org.nessiebackup.swap.SwapPlan;

/** What all plans have in common. */
public final class PlanText {
  private PlanText() {}

  /** A plan that would be refused has the exit status of the refusal. */
  public static int exitCode(List<String> obstacles) {
    return obstacles.isEmpty() ? ExitCodes.DONE : Failure.TARGET_GUARDED.exitCode();
  }

  /** Obstacles, a line each. */
  public static void obstacles(List<String> obstacles, TextPage page) {
    obstacles.forEach(obstacle -> page.alarm(Tone.BAD, "obstacle", obstacle));
  }

  /** What becomes of views that will read other tables. */
  static void views(SwapPlan plan, TextPage page) {
    if (plan.viewPolicy() != ViewPolicy.LEAVE) {
      plan.builtOn().views().stream()
          .filter(ViewMove::movable)
          .forEach(view -> page.field("moves", view.title() + ", to the tables that come"));
    }
  }
}
