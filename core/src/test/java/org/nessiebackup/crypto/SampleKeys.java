package org.nessiebackup.crypto;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Keys made for tests, and short ways to use them. */
final class SampleKeys {
  private static final SecureRandom RANDOM = new SecureRandom();

  private SampleKeys() {}

  static Identity identity() {
    return Identity.generate(RANDOM);
  }

  static HostKey hostKey() {
    return HostKey.generate(RANDOM);
  }

  static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  static byte[] encrypt(byte[] content, Identity... readers) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream stream = to(readers).encrypt(stored)) {
      stream.write(content);
    }
    return stored.toByteArray();
  }

  static Encryption.Age to(Identity... readers) {
    return new Encryption.Age(Arrays.stream(readers).map(Identity::recipient).toList());
  }

  static byte[] decrypt(byte[] stored, Identity... identities) throws IOException {
    try (InputStream stream =
        new Decryption.Age(List.of(identities)).decrypt(new ByteArrayInputStream(stored))) {
      return stream.readAllBytes();
    }
  }

  static byte[] rewrap(byte[] stored, Identity old, Identity... readers) throws IOException {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    HeaderRewrap.rewrap(
        new ByteArrayInputStream(stored), new Decryption.Age(List.of(old)), to(readers), target);
    return target.toByteArray();
  }
}
