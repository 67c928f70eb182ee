package org.nessiebackup.cli.connection;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client's key in PEM: the driver takes it for one of RSA, unless it is told of what it is. */
final class ClientKeys {
  private static final int LONGEST = 64 * 1024;
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private ClientKeys() {}

  /** The URL, with the algorithm of the key that it names. */
  static String resolve(String url) {
    return Optional.ofNullable(JdbcUrl.parameters(url).get("sslkey"))
        .flatMap(ClientKeys::algorithm)
        .map(algorithm -> JdbcUrl.withMissing(url, Map.of("pemKeyAlgorithm", algorithm)))
        .orElse(url);
  }

  /** Empty for a key of RSA, of another form, or one that the driver will say is not there. */
  private static Optional<String> algorithm(String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      Matcher key = KEY.matcher(new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII));
      return key.find()
          ? algorithm(Base64.getMimeDecoder().decode(key.group(1)))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> algorithm(byte[] key) {
    return ALGORITHMS.stream()
        .filter(each -> reads(each, key))
        .findFirst()
        .filter(each -> !each.equals("RSA"));
  }

  private static boolean reads(String algorithm, byte[] key) {
    try {
      KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key));
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
