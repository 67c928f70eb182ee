package org.nessiebackup.cli.keys;

import org.nessiebackup.cli.console.Json;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.crypto.VerificationKey;
import org.nessiebackup.keys.KeyReport;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys of a vault.
 *
 * @param command the command that shows them
 * @param report the keys
 * @param pem whether only the public key is wanted, as openssl reads it
 */
record KeyView(String command, KeyReport report, boolean pem) implements View {
  @Override
  public void text(TextPage page) {
    if (pem) {
      report.signingKeys().stream()
          .findFirst()
          .ifPresent(key -> new VerificationKey(key.text()).spkiPem().lines().forEach(page::line));
      return;
    }
    page.line(
        "settings %d of %s%s"
            .formatted(
                report.settings(),
                Text.time(report.changed()),
                report.affirmed() ? "" : "; NOT signed by the key that signs new backups"));
    if (!report.encrypted()) {
      page.line("new backups are not encrypted");
    }
    report.recipients().forEach(key -> page.field("recipient", line(key)));
    if (report.signingKeys().isEmpty()) {
      page.line("new backups are not signed");
    }
    report.signingKeys().forEach(key -> page.field("signed by", line(key)));
  }

  private static String line(KeyReport.Key key) {
    return key.here() ? key.text() + "  here" : key.text();
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("encryption", report.encrypted() ? "age" : "none");
    summary.put("settings", report.settings());
    summary.put("changed_at", Json.time(report.changed()));
    summary.put("affirmed", report.affirmed());
    ArrayNode recipients = summary.putArray("recipients");
    report
        .recipients()
        .forEach(
            key -> recipients.addObject().put("recipient", key.text()).put("here", key.here()));
    ArrayNode signing = summary.putArray("signing_keys");
    for (KeyReport.Key key : report.signingKeys()) {
      ObjectNode node = signing.addObject().put("key", key.text()).put("here", key.here());
      if (pem) {
        node.put("pem", new VerificationKey(key.text()).spkiPem());
      }
    }
  }
}
