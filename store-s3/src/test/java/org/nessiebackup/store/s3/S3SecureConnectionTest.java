package org.nessiebackup.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.testing.TestRetries;

/** A server whose certificate no public authority has signed. */
class S3SecureConnectionTest {
  private static S3Server server;

  private @TempDir Path folder;

  @BeforeAll
  static void startServer() {
    server = S3Server.shared();
  }

  private static ObjectStore store(String parameters) {
    return new S3StoreFactory()
        .open(
            "s3://%s/secure?endpoint=https://localhost:%d%s"
                .formatted(S3Server.BUCKET, server.securePort(), parameters),
            TestRetries.of(3));
  }

  @Test
  void serverSignedByAnAuthorityOfOnesOwnIsTrustedWhenThatIsNamed()
      throws IOException, GeneralSecurityException {
    Path file = folder.resolve("authority.pem");
    Files.writeString(file, pem(certificate()));

    assertThat(store("&ca=" + file).list("")).isEmpty();
  }

  @Test
  void serverSignedByAnAuthorityOfOnesOwnIsNotTrustedOtherwise() {
    assertThatThrownBy(() -> store("").list(""))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no secure connection")
        .hasMessageContaining("ca=FILE");
  }

  @Test
  void fileWithoutACertificateIsNamed() throws IOException {
    Path file = folder.resolve("nothing.pem");
    assertThatThrownBy(() -> store("&ca=" + file))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(file.toString());
    Files.writeString(file, "nothing");
    assertThatThrownBy(() -> store("&ca=" + file))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(file.toString());
  }

  private static String pem(Certificate certificate) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()));
  }

  /** The one that the server shows. */
  private static Certificate certificate() throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Everybody()}, new SecureRandom());
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", server.securePort())) {
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  /** Trusts everybody; only to get to know the server. */
  private static final class Everybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
