package org.nessiebackup.operator.values;

import java.util.List;
import java.util.Objects;

/**
 * Keys of a Secret that become environment variables of the same names.
 *
 * @param secret the Secret; empty: none
 * @param keys the keys
 */
public record SecretVariables(String secret, List<String> keys) {
  public static final SecretVariables NONE = new SecretVariables("", List.of());

  /** Copies the list. */
  public SecretVariables {
    Objects.requireNonNull(secret);
    keys = List.copyOf(keys);
  }

  /** Whether there is one. */
  public boolean given() {
    return !secret.isEmpty();
  }
}
