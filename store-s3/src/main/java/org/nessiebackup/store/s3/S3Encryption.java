package org.nessiebackup.store.s3;

import java.util.Optional;

/** Encryption by the server, with keys that the server has. */
public sealed interface S3Encryption {
  /** With keys that the server makes itself. */
  record ServerKeys() implements S3Encryption {}

  /**
   * With a key of the server's key management.
   *
   * @param key its name or ARN; the bucket's usual key if absent
   */
  record ManagedKey(Optional<String> key) implements S3Encryption {}
}
