package org.nessiebackup.report;

import org.nessiebackup.crypto.VerificationKey;
import org.nessiebackup.keys.KeyReport;
import org.nessiebackup.keys.RewrapReport;
import org.nessiebackup.keys.RewrapReport.BackupResult;

/** {@code key} and its commands. */
public final class KeysJson {
  private static final Shape<KeyReport.Key> RECIPIENT =
      Shape.of(KeyReport.Key.class)
          .text("recipient", KeyReport.Key::text)
          .flag("here", KeyReport.Key::here);

  private static final Shape<KeyReport.Key> SIGNING_KEY =
      Shape.of(KeyReport.Key.class)
          .text("key", KeyReport.Key::text)
          .flag("here", KeyReport.Key::here);

  private static final Shape<KeyReport> RECIPIENTS =
      Shape.of(KeyReport.class)
          .text("encryption", report -> report.encrypted() ? "age" : "none")
          .number("settings", KeyReport::settings)
          .time("changed_at", KeyReport::changed)
          .flag("affirmed", KeyReport::affirmed)
          .list("recipients", RECIPIENT, KeyReport::recipients);

  /** The keys of a vault. */
  public static final Shape<KeyReport> KEYS =
      RECIPIENTS.list("signing_keys", SIGNING_KEY, KeyReport::signingKeys);

  /** The same, with public keys in the form that openssl reads. */
  public static final Shape<KeyReport> KEYS_WITH_PEM =
      RECIPIENTS.list(
          "signing_keys",
          SIGNING_KEY.text("pem", key -> new VerificationKey(key.text()).spkiPem()),
          KeyReport::signingKeys);

  private static final Shape<BackupResult> REWRAPPED =
      Shape.of(BackupResult.class)
          .text("id", each -> each.id().value())
          .text("status", each -> Labels.of(each.status()))
          .number("objects", BackupResult::objects)
          .texts("locked", BackupResult::locked)
          .textIf("message", each -> each.reason().map(Throwable::getMessage));

  /** What {@code key rewrap} did. */
  public static final Shape<RewrapReport> REWRAP =
      Shape.of(RewrapReport.class)
          .flag("complete", RewrapReport::complete)
          .list("backups", REWRAPPED, RewrapReport::backups);

  private KeysJson() {}
}
