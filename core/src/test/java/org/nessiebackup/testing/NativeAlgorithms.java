package org.nessiebackup.testing;

import java.security.Provider;
import java.security.Security;
import org.conscrypt.Conscrypt;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Checksums and signatures by native code in the tests as well, as users have them. Tests run with
 * the quick compiler, with which Java's own take a third of the time of core's. Keys stay Java's
 * own. Where there is no native library Java's own do it all.
 */
public final class NativeAlgorithms implements LauncherSessionListener {
  private static final String NAME = "NativeAlgorithms";

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (Conscrypt.isAvailable()) {
      // Where one of this name is there already, it stays.
      Security.insertProviderAt(new Chosen(Conscrypt.newProvider()), 1);
    }
  }

  /** Two algorithms of a provider, and none of what else it has. */
  private static final class Chosen extends Provider {
    private static final long serialVersionUID = 1L;

    Chosen(Provider provider) {
      super(NAME, provider.getVersionStr(), provider.getInfo());
      put("MessageDigest.SHA-256", provider.get("MessageDigest.SHA-256"));
      put("Signature.Ed25519", provider.get("Signature.EdDSA"));
    }
  }
}
