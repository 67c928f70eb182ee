package org.nessiebackup.vault.access;

import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.crypto.VerificationKey;
import org.nessiebackup.manifest.SignedEnvelope;

/** Ties the envelopes of documents to the keys that verify them. */
public final class Signatures {
  private Signatures() {}

  /** Of one key, as documents write it; what is no key verifies nothing. */
  static SignedEnvelope.Verifier by(String key) {
    try {
      return by(List.of(new VerificationKey(key)));
    } catch (BackupException notAKey) {
      return (content, signature) -> false;
    }
  }

  /** Of any of several keys. */
  public static SignedEnvelope.Verifier by(List<VerificationKey> keys) {
    return (content, signature) -> keys.stream().anyMatch(key -> key.verify(content, signature));
  }
}
