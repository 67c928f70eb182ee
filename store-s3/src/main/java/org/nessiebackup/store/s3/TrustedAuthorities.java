package org.nessiebackup.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.store.FileErrors;

/** Certificates that a server's certificate may be signed with, instead of the system's. */
final class TrustedAuthorities {
  private TrustedAuthorities() {}

  static TrustManager[] read(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (certificates.isEmpty()) {
        throw wrong(file, "holds no certificate", null);
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate certificate : certificates) {
        trusted.setCertificateEntry(String.valueOf(trusted.size()), certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return factory.getTrustManagers();
    } catch (IOException e) {
      throw wrong(file, "cannot be read: " + FileErrors.reason(e, file), e);
    } catch (GeneralSecurityException e) {
      throw wrong(file, "holds something that is not a certificate", e);
    }
  }

  private static BackupException wrong(Path file, String what, Exception cause) {
    return Failure.USAGE.exception(
        "the file \"" + file + "\" of the parameter \"ca\" " + what,
        "Give the certificate of the authority that signed the server's, as a PEM file.",
        cause);
  }
}
