package org.nessiebackup.cli.output;

import tools.jackson.databind.node.ObjectNode;

/** A command's result, in both forms. */
public interface View {
  /** The command's name, as the JSON form says it. */
  String command();

  /** Writes the form for people. */
  void text(TextPage page);

  /** Adds the members of the form for machines. */
  void json(ObjectNode summary);

  /** The exit status that belongs to the result. */
  default int exitCode() {
    return 0;
  }
}
