package org.nessiebackup.postgres;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/** What is wrong with certificates, keys and the encryption of a connection. */
record TlsErrors(SQLException error, String where, ConnectionSettings settings) {
  /** Absent if it is nothing of that kind. */
  Optional<BackupException> translate() {
    String text = SqlErrors.firstLine(error);
    if (text.contains("does not support SSL")) {
      return failure(
          "it has no TLS, and sslmode is \"%s\"".formatted(settings.sslMode()),
          "Switch it on in the server (ssl = on), or ask for less: sslmode=prefer goes on"
              + " without.");
    }
    if (text.contains("could not be verified by hostnameverifier")) {
      return failure(
          "its certificate is for another name than the host's",
          "Use a host name that is in the certificate, or have one made that names this host;"
              + " sslmode=verify-ca checks who has signed it only.");
    }
    if (isAboutTheClientKey(text)) {
      return failure("the client's key cannot be read: " + deepest(), key(deepest()));
    }
    if (text.contains("SSL root certificate") || text.contains("SSL certificate")) {
      return failure(
          "a file for TLS cannot be read: " + deepest(),
          "Check PGSSLROOTCERT, PGSSLCERT and PGSSLKEY, or sslrootcert, sslcert and sslkey in the"
              + " JDBC URL, and who may read those files. PGSSLROOTCERT=system takes the"
              + " authorities that Java trusts.");
    }
    boolean tls =
        ConnectErrors.cause(error, SSLException.class) != null
            || ConnectErrors.cause(error, GeneralSecurityException.class) != null;
    return tls ? failure("TLS failed: " + deepest(), handshake()) : Optional.empty();
  }

  private boolean isAboutTheClientKey(String text) {
    String cause = deepest();
    return text.contains("SSL key")
        || text.contains("sslkey")
        || cause.contains("Version must be 0")
        || cause.contains("Private key")
        || cause.contains("private key");
  }

  private String key(String why) {
    String file = settings.clientKey().orElse("client.key");
    if (why.contains("group or world access")) {
      return "Let nobody else read it: chmod 600 %s; in a pod, defaultMode: 0400 of the volume."
          .formatted(file);
    }
    if (why.contains("No such file")) {
      return "Check the name of the key's file in PGSSLKEY, or in sslkey in the JDBC URL.";
    }
    return "Java reads PEM that begins with BEGIN PRIVATE KEY, PKCS#8 in DER, and PKCS#12 (.p12)."
        + " Convert any other, and name the result in PGSSLKEY or sslkey: openssl"
        + " pkcs8 -topk8 -nocrypt -in %s -outform DER -out client.pk8".formatted(file);
  }

  private String handshake() {
    String text = deepest();
    if (ConnectErrors.cause(error, CertificateExpiredException.class) != null
        || text.contains("expired")) {
      return "A certificate has run out: renew it. If it has not, the clock of this machine is"
          + " wrong.";
    }
    if (text.contains("certification path") || text.contains("Trust anchor")) {
      return "The server's certificate is not signed by an authority that is trusted: name that"
          + " authority's certificate in PGSSLROOTCERT, or in sslrootcert in the JDBC URL.";
    }
    if (text.contains("certificate_required") || text.contains("bad_certificate")) {
      return "The server wants a client certificate that it trusts: PGSSLCERT and PGSSLKEY.";
    }
    return "Check sslmode and the certificates on both sides; the server's log has its part of it.";
  }

  /** What lies at the bottom says what it is about. */
  private String deepest() {
    Throwable at = error;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return String.valueOf(at.getMessage()).lines().findFirst().orElse("no reason is given");
  }

  private Optional<BackupException> failure(String what, String hint) {
    return Optional.of(
        Failure.CONNECTION.exception(
            "cannot connect to %s: %s".formatted(where, what), hint, error));
  }
}
