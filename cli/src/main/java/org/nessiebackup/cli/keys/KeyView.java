package org.nessiebackup.cli.keys;

import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.crypto.VerificationKey;
import org.nessiebackup.keys.KeyReport;
import org.nessiebackup.report.KeysJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys of a vault.
 *
 * @param report the keys
 * @param pem whether only the public key is wanted, as openssl reads it
 */
record KeyView(KeyReport report, boolean pem) implements View {
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
    KeysJson.KEYS.write(summary, new KeysJson.Keys(report, pem));
  }
}
