package org.nessiebackup.cli.about;

import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tool;
import org.nessiebackup.cli.console.View;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code version} says.
 *
 * @param format the vault format this version reads and writes
 * @param java version and vendor of the Java it runs on
 * @param system the operating system and processor
 * @param cryptography whose code encrypts and digests: {@code Conscrypt} in native code, {@code
 *     SUN} if that cannot be loaded here
 */
record VersionView(int format, String java, String system, String cryptography) implements View {
  @Override
  public void text(TextPage page) {
    page.line(Tool.nameAndVersion());
    page.field(
        "commit",
        Tool.commit().orElse("unknown") + Tool.commitTime().map(time -> " of " + time).orElse(""));
    page.field("build", Tool.build());
    page.field("format", String.valueOf(format));
    page.field("java", java);
    page.field("os", system);
    page.field("ciphers", cryptography);
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("version", Tool.version());
    summary.put("commit", Tool.commit().orElse("unknown"));
    summary.put("commit_time", Tool.commitTime().orElse("unknown"));
    summary.put("build", Tool.build());
    summary.put("format", format);
    summary.put("java", java);
    summary.put("os", system);
    summary.put("cryptography", cryptography);
  }
}
