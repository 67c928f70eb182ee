package org.nessiebackup.cli.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.Shape;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the demonstration showed.
 *
 * @param steps in order
 * @param elapsed from begin to end
 * @param programs where the unpacked PostgreSQL stays, for the next time
 */
record DemoView(List<Step> steps, Duration elapsed, Path programs) implements View {
  /** Takes its own copy of the list. */
  DemoView {
    steps = List.copyOf(steps);
  }

  /**
   * A step.
   *
   * @param name what was done
   * @param detail the result
   * @param elapsed how long it took
   */
  record Step(String name, String detail, Duration elapsed) {}

  @Override
  public void text(TextPage page) {
    page.line("");
    page.line("All of it in " + Text.duration(elapsed) + ". The server and its data are gone;");
    page.line("the unpacked programs stay in " + programs + " for the next time.");
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("passed", true);
    summary.put("seconds_elapsed", Shape.seconds(elapsed));
    ArrayNode array = summary.putArray("steps");
    for (Step step : steps) {
      array
          .addObject()
          .put("name", step.name())
          .put("detail", step.detail())
          .put("seconds_elapsed", Shape.seconds(step.elapsed()));
    }
  }
}
