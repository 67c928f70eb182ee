package org.nessiebackup.cli.console;

import java.util.Map;
import java.util.stream.Stream;
import org.nessiebackup.report.metrics.MetricPage;
import tools.jackson.databind.node.ObjectNode;

/** A command's result, in both forms. */
public interface View {
  /** Writes the form for people. */
  void text(TextPage page);

  /** Adds the members of the form for machines. */
  void json(ObjectNode summary);

  /**
   * Lists of the form for machines that may be too long to be held: they are written at its end,
   * element by element.
   */
  default Map<String, Stream<ObjectNode>> lists() {
    return Map.of();
  }

  /** All of the form for machines, for who has to hold it. */
  default void whole(ObjectNode summary) {
    json(summary);
    lists().forEach((name, elements) -> elements.forEach(summary.withArray(name)::add));
  }

  /** Adds what Prometheus is told. */
  default void metrics(MetricPage page) {}

  /** In a sentence, what an exit status other than 0 means. */
  default String problem() {
    return "the work was finished, and not all is as it should be";
  }

  /** The exit status that belongs to the result. */
  default int exitCode() {
    return 0;
  }
}
