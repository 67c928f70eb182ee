package org.nessiebackup.kubernetes.check;

/** Whether two addresses of databases, {@code host:port/database}, mean the same one. */
final class Addresses {
  private Addresses() {}

  static boolean same(String one, String other, String namespace) {
    return plain(one, namespace).equals(plain(other, namespace));
  }

  /**
   * A Service has several names: with its namespace and without. CloudNativePG has several Services
   * in front of one server, for the primary, the standbys, and any.
   */
  private static String plain(String address, String namespace) {
    int colon = address.indexOf(':');
    String host = colon < 0 ? address : address.substring(0, colon);
    return host.replaceFirst("\\.svc(\\..*)?$", "")
            .replaceFirst("\\." + namespace + "$", "")
            .replaceFirst("-(rw|ro|r)$", "")
        + (colon < 0 ? "" : address.substring(colon));
  }

  /** The name of the Service, for kubectl. */
  static String service(String address) {
    return address.replaceFirst("[:.].*", "");
  }

  static String port(String address) {
    return address.replaceFirst("^.*:", "").replaceFirst("/.*", "");
  }

  static String database(String address) {
    return address.replaceFirst("^[^/]*/", "");
  }
}
