package org.nessiebackup.cli;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.conscrypt.Conscrypt;

/**
 * Cryptography in native code where there is much of it: the ciphers of TLS and age, checksums, the
 * signatures of a vault with many backups, and the keys that each connection agrees on. Java's own
 * is as fast only once the optimizing compiler has come to it, and until then five to twenty times
 * slower; a backup has ended by then.
 *
 * <p>Everything else stays Java's own, TLS itself and whom it trusts included. Where the native
 * library cannot be loaded (another C library, another processor) Java's own do it all. An
 * installation has it beside its jars, where the launcher points to.
 */
final class NativeCryptography {
  private static final List<String> CIPHERS = List.of("AES/GCM/NoPadding", "ChaCha20-Poly1305");

  private static final List<String> OTHERS =
      List.of(
          "MessageDigest.SHA-256",
          "Signature.Ed25519",
          // A journal has an age file for each second.
          "KeyPairGenerator.X25519",
          "KeyAgreement.X25519",
          // PostgreSQL's own curve; agreeing on a key costs Java 50 ms the first time.
          "KeyPairGenerator.EC",
          "KeyAgreement.ECDH");

  /** Names algorithms for which a provider comes before those that Java would ask first. */
  private static final String PREFERRED = "jdk.security.provider.preferred";

  private static final String PROVIDER = "Conscrypt";

  private final Thread loading;

  private NativeCryptography(Thread loading) {
    this.loading = loading;
  }

  /**
   * Begins to load the library, in a thread of its own: that takes as long as reading a command
   * line. To be called before anything is encrypted or digested in this process.
   */
  static NativeCryptography load() {
    // Read by Java once, when the first algorithm is asked for; a provider that is not there is
    // passed over.
    Security.setProperty(
        PREFERRED,
        Stream.concat(
                CIPHERS.stream().map(each -> "Cipher." + each + ":" + ArrayCiphers.NAME),
                OTHERS.stream().map(each -> each + ":" + PROVIDER))
            .collect(Collectors.joining(", ")));
    return new NativeCryptography(
        Thread.ofPlatform()
            .daemon()
            .name("native-cryptography")
            .start(NativeCryptography::install));
  }

  /** Waits until it is loaded, or known not to be there. */
  void await() {
    try {
      loading.join();
    } catch (InterruptedException e) {
      // Java's own ciphers do it as well.
      Thread.currentThread().interrupt();
    }
  }

  private static void install() {
    if (Conscrypt.isAvailable()) {
      Provider conscrypt = Conscrypt.newProviderBuilder().setName(PROVIDER).build();
      Security.addProvider(conscrypt);
      Security.addProvider(new ArrayCiphers(conscrypt, CIPHERS));
    }
  }
}
