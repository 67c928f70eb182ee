package org.nessiebackup.service.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.Failure;

/**
 * A certificate and its key, in PEM. They are read anew when they have changed, also if they are
 * links that lead elsewhere then, as those of Secrets in a pod are.
 *
 * @param certificate the file of the certificate, followed by those between it and the authority
 * @param key the file of its key (PKCS #8, not encrypted)
 */
public record CertificateFiles(Path certificate, Path key) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /** What was read of both. */
  record Content(String certificate, String key) {}

  /**
   * Reads them.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#USAGE} if one cannot be read
   */
  Content read() {
    try {
      return new Content(Files.readString(certificate), Files.readString(key));
    } catch (IOException e) {
      throw Failure.USAGE.exception(
          "cannot read the certificate \"%s\" or its key \"%s\"".formatted(certificate, key),
          "Are both files there, and readable for this user?",
          e);
    }
  }

  /**
   * Both as Java wants them.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#USAGE} if they make no sense
   */
  KeyStore keys(Content content) {
    try {
      List<Certificate> chain =
          List.copyOf(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(
                      new ByteArrayInputStream(
                          content.certificate().getBytes(StandardCharsets.UTF_8))));
      PrivateKey secret = privateKey(content.key(), chain.getFirst());
      checkPair(secret, chain.getFirst().getPublicKey());
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", secret, new char[0], chain.toArray(Certificate[]::new));
      return store;
    } catch (GeneralSecurityException
        | IOException
        | IllegalArgumentException
        | NoSuchElementException e) {
      throw Failure.USAGE.exception(
          "\"%s\" is no certificate, or \"%s\" not its key".formatted(certificate, key),
          "Both are PEM; the key is PKCS #8 without a password, as"
              + " \"openssl pkcs8 -topk8 -nocrypt\" writes it.",
          e);
    }
  }

  private static void checkPair(PrivateKey secret, PublicKey known)
      throws GeneralSecurityException {
    String algorithm =
        switch (known.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> known.getAlgorithm();
        };
    byte[] text = algorithm.getBytes(StandardCharsets.UTF_8);
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(secret);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(known);
    signature.update(text);
    if (!signature.verify(signed)) {
      throw new IllegalArgumentException("the key is another one's");
    }
  }

  private static PrivateKey privateKey(String pem, Certificate certificate)
      throws GeneralSecurityException {
    Matcher found = KEY.matcher(pem);
    if (!found.find()) {
      throw new IllegalArgumentException("no private key");
    }
    byte[] bytes = Base64.getMimeDecoder().decode(found.group(1));
    return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(bytes));
  }
}
