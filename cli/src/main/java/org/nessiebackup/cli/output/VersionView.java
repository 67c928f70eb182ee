package org.nessiebackup.cli.output;

import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code version} says.
 *
 * @param format the vault format this version reads and writes
 * @param java version and vendor of the Java it runs on
 * @param system the operating system and processor
 */
public record VersionView(int format, String java, String system) implements View {
  @Override
  public String command() {
    return "version";
  }

  @Override
  public void text(TextPage page) {
    page.line(Tool.nameAndVersion());
    page.field("format", String.valueOf(format));
    page.field("java", java);
    page.field("os", system);
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("version", Tool.version());
    summary.put("format", format);
    summary.put("java", java);
    summary.put("os", system);
  }
}
