package org.nessiebackup.cli;

import java.security.Security;
import java.util.List;
import java.util.stream.Collectors;
import org.conscrypt.Conscrypt;

/**
 * Cryptography in native code where there is much of it: the ciphers of TLS and age, checksums, and
 * the signatures of a vault with many backups. Java's own is as fast only once the optimizing
 * compiler has come to it, and until then five to twenty times slower; a backup has ended by then.
 *
 * <p>Everything else stays Java's own, TLS itself and whom it trusts included. Where the native
 * library cannot be loaded (another C library, a folder for temporary files that may not hold
 * programs) Java's own do it all.
 */
final class NativeCryptography {
  private static final List<String> ALGORITHMS =
      List.of(
          "Cipher.AES/GCM/NoPadding",
          "Cipher.ChaCha20-Poly1305",
          "MessageDigest.SHA-256",
          "Signature.Ed25519");

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
        ALGORITHMS.stream().map(each -> each + ":" + PROVIDER).collect(Collectors.joining(", ")));
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
      Security.addProvider(Conscrypt.newProviderBuilder().setName(PROVIDER).build());
    }
  }
}
