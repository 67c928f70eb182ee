package org.nessiebackup.crypto;

import java.io.IOException;

/** Encrypted bytes do not open. The message says why; it contains nothing of what they hold. */
public final class DecryptionException extends IOException {
  /** Why it does not open. */
  public enum Reason {
    /**
     * No identity that was given opens it. A header whose stanzas were changed looks the same; the
     * checksum of the stored bytes decides.
     */
    NO_IDENTITY_MATCHES,
    /** It is an age file of a kind that is not read here: armored, or of another version. */
    UNSUPPORTED,
    /** It is not an age file, or was changed, cut off or continued after it was written. */
    DAMAGED
  }

  private final Reason reason;

  DecryptionException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  DecryptionException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Damage, in words that continue "it". */
  static DecryptionException damaged(String message) {
    return new DecryptionException(Reason.DAMAGED, message);
  }

  /** Why it does not open. */
  public Reason reason() {
    return reason;
  }
}
