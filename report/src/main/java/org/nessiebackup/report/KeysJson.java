package org.nessiebackup.report;

import java.util.List;
import java.util.Optional;
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

  private static final Shape<SigningKey> SIGNING_KEY =
      Shape.of(SigningKey.class)
          .text("key", each -> each.key.text())
          .flag("here", each -> each.key.here())
          .textIf("pem", SigningKey::publicKey);

  /** The keys of a vault. */
  public static final Shape<Keys> KEYS =
      Shape.of(Keys.class)
          .text("encryption", keys -> keys.report.encrypted() ? "age" : "none")
          .number("settings", keys -> keys.report.settings())
          .time("changed_at", keys -> keys.report.changed())
          .flag("affirmed", keys -> keys.report.affirmed())
          .list("recipients", RECIPIENT, keys -> keys.report.recipients())
          .list("signing_keys", SIGNING_KEY, Keys::signingKeys);

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

  /**
   * The keys of a vault.
   *
   * @param report the keys
   * @param pem whether public keys are wanted in the form that openssl reads, too
   */
  public record Keys(KeyReport report, boolean pem) {
    private List<SigningKey> signingKeys() {
      return report.signingKeys().stream().map(key -> new SigningKey(key, pem)).toList();
    }
  }

  private record SigningKey(KeyReport.Key key, boolean pem) {
    private Optional<String> publicKey() {
      return Optional.of(key.text())
          .filter(text -> pem)
          .map(text -> new VerificationKey(text).spkiPem());
    }
  }
}
