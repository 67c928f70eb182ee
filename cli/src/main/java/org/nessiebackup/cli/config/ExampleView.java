package org.nessiebackup.cli.config;

import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.ConfigJson;
import tools.jackson.databind.node.ObjectNode;

/** A file of settings to begin with. */
record ExampleView(String text) implements View {
  @Override
  public void text(TextPage page) {
    text.lines().forEach(page::line);
  }

  @Override
  public void json(ObjectNode summary) {
    ConfigJson.EXAMPLE.write(summary, text);
  }
}
