package org.nessiebackup.cli.connection;

import java.util.Map;
import org.nessiebackup.Failure;

/** {@code sslrootcert=system} means the authorities that the machine trusts, in Java its store. */
final class TrustedCertificates {
  private static final String SYSTEM = "system";

  private TrustedCertificates() {}

  static String resolve(String url) {
    Map<String, String> parameters = JdbcUrl.parameters(url);
    if (!SYSTEM.equals(parameters.get("sslrootcert"))) {
      return url;
    }
    String mode = parameters.getOrDefault("sslmode", "verify-full");
    if (!mode.equals("verify-full")) {
      throw Failure.USAGE.exception(
          "sslrootcert is \"system\" and sslmode is \"%s\"".formatted(mode),
          "With the authorities that everybody trusts only sslmode=verify-full says whose"
              + " certificate it is.");
    }
    if (parameters.containsKey("sslcert") || parameters.containsKey("sslkey")) {
      throw Failure.USAGE.exception(
          "sslrootcert is \"system\", and there is a client certificate besides",
          "Name the file of the authority's certificate in sslrootcert; /etc/ssl/certs has those"
              + " that the machine trusts.");
    }
    return JdbcUrl.withMissing(
        JdbcUrl.without(url, "sslrootcert"),
        Map.of("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory", "sslmode", mode));
  }
}
