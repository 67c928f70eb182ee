package org.nessiebackup.service.security;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: {@code pbkdf2-sha256$ROUNDS$SALT$KEY}, salt and key in Base64.
 *
 * @param rounds how often it is hashed
 * @param salt in Base64
 * @param key in Base64
 */
public record PasswordHash(int rounds, String salt, String key) {
  /** So many are asked for by OWASP; fewer are refused, far more would be an attack on us. */
  private static final int ROUNDS = 600_000;

  static final int FEWEST = 100_000;
  private static final int MOST = 10_000_000;
  private static final int BYTES = 32;
  private static final Pattern FORM =
      Pattern.compile(
          "pbkdf2-sha256\\$([0-9]{1,8})\\$([A-Za-z0-9+/]{16,88}={0,2})\\$([A-Za-z0-9+/]{43}=)");

  /** Checks the number of rounds. */
  public PasswordHash {
    if (rounds < FEWEST || rounds > MOST) {
      throw new IllegalArgumentException(
          "between %d and %d rounds, not %d".formatted(FEWEST, MOST, rounds));
    }
  }

  /** That of a password, with new salt. */
  public static PasswordHash of(String password) {
    return of(password, ROUNDS);
  }

  /** That of no password at all, which takes as long to find out as for any other. */
  static PasswordHash ofNone() {
    Base64.Encoder base64 = Base64.getEncoder();
    return new PasswordHash(
        ROUNDS,
        base64.encodeToString(Digests.random(16)),
        base64.encodeToString(Digests.random(BYTES)));
  }

  static PasswordHash of(String password, int rounds) {
    byte[] salt = Digests.random(16);
    return new PasswordHash(
        rounds, Base64.getEncoder().encodeToString(salt), derived(password, salt, rounds));
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none
   */
  static PasswordHash parse(String text) {
    Matcher found = FORM.matcher(text);
    if (!found.matches()) {
      throw new IllegalArgumentException("not of the form pbkdf2-sha256$ROUNDS$SALT$KEY");
    }
    return new PasswordHash(Integer.parseInt(found.group(1)), found.group(2), found.group(3));
  }

  /** Whether it is that of a password; takes as long for a wrong one. */
  boolean matches(String password) {
    String derived = derived(password, Base64.getDecoder().decode(salt), rounds);
    return MessageDigest.isEqual(
        Base64.getDecoder().decode(derived), Base64.getDecoder().decode(key));
  }

  private static String derived(String password, byte[] salt, int rounds) {
    PBEKeySpec keySpec = new PBEKeySpec(password.toCharArray(), salt, rounds, BYTES * 8);
    try {
      byte[] key =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(keySpec).getEncoded();
      return Base64.getEncoder().encodeToString(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      keySpec.clearPassword();
    }
  }

  /** As it stands in a file. */
  @Override
  public String toString() {
    return "pbkdf2-sha256$%d$%s$%s".formatted(rounds, salt, key);
  }
}
