package org.nessiebackup.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/** Whose signature proves that a server is what it says. */
public final class ServerTrust {
  private ServerTrust() {}

  /**
   * For certificates of a company's own authority, and no others.
   *
   * @param pem any number of certificates
   * @throws BackupException {@link Failure#USAGE} if there is none
   */
  public static SSLContext of(String pem) {
    try {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      if (certificates.isEmpty()) {
        throw noCertificate(null);
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw noCertificate(e);
    }
  }

  private static BackupException noCertificate(Exception cause) {
    return Failure.USAGE.exception(
        "there is no certificate in the file with the authorities",
        "It holds certificates in PEM form, between lines \"-----BEGIN CERTIFICATE-----\" and"
            + " \"-----END CERTIFICATE-----\".",
        cause);
  }
}
