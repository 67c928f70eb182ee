package org.nessiebackup.operator.template;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nessiebackup.operator.values.DatabaseValues;
import org.nessiebackup.operator.values.GoText;
import org.nessiebackup.operator.values.Parameters;
import org.nessiebackup.operator.values.SecretKey;
import org.nessiebackup.operator.values.ServiceValues;

/** Addresses of databases, without a login. */
final class JdbcUrls {
  private JdbcUrls() {}

  static String catalog(DatabaseValues database) {
    return url(
        database.host(),
        database.port(),
        database.name(),
        parameters(database.parameters(), database.authority(), Folders.AUTHORITY));
  }

  static String replica(ServiceValues.Replica replica) {
    String host = replica.host();
    // An address of IPv6.
    String named = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return url(
        named,
        replica.port(),
        replica.database(),
        parameters(replica.parameters(), replica.authority(), Folders.REPLICA_AUTHORITY));
  }

  private static String url(
      String host, int port, String database, Map<String, String> parameters) {
    String server = "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
    return parameters.isEmpty()
        ? server
        : parameters.entrySet().stream()
            .map(each -> each.getKey() + "=" + GoText.query(each.getValue()))
            .collect(Collectors.joining("&", server + "?", ""));
  }

  /** With an authority the connection is encrypted, unless a parameter says something else. */
  private static Map<String, String> parameters(
      Parameters given, SecretKey authority, String file) {
    Map<String, String> parameters = new TreeMap<>(given.byName());
    if (authority.given()) {
      parameters.merge("sslmode", "verify-full", JdbcUrls::unlessEmpty);
      parameters.merge("sslrootcert", file + "/ca.crt", JdbcUrls::unlessEmpty);
    }
    return parameters;
  }

  private static String unlessEmpty(String given, String otherwise) {
    return given.isEmpty() ? otherwise : given;
  }
}
