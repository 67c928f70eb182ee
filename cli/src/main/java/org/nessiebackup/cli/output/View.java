package org.nessiebackup.cli.output;

import org.nessiebackup.cli.metrics.MetricPage;
import tools.jackson.databind.node.ObjectNode;

/** A command's result, in both forms. */
public interface View {
  /** The command's name, as the JSON form says it. */
  String command();

  /** Writes the form for people. */
  void text(TextPage page);

  /** Adds the members of the form for machines. */
  void json(ObjectNode summary);

  /** Adds what Prometheus is told. */
  default void metrics(MetricPage page) {}

  /** In a sentence, what an exit status other than 0 stands for. */
  default String problem() {
    return "the work was finished, and not all is as it should be";
  }

  /** The exit status that belongs to the result. */
  default int exitCode() {
    return 0;
  }
}
