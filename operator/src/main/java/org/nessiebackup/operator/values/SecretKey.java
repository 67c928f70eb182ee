package org.nessiebackup.operator.values;

import java.util.Objects;

/**
 * Something secret, by its name; what it says is never known here.
 *
 * @param secret the Secret; empty: none
 * @param key the key in it
 */
public record SecretKey(String secret, String key) {
  /** Refuses a Secret without a key. */
  public SecretKey {
    Objects.requireNonNull(secret);
    Ranges.given("key", key);
  }

  /** Whether there is one. */
  public boolean given() {
    return !secret.isEmpty();
  }
}
