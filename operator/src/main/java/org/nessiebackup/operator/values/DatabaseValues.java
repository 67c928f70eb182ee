package org.nessiebackup.operator.values;

import java.util.Objects;

/**
 * Where the catalog is.
 *
 * @param host of its server
 * @param port of its server
 * @param name the database
 * @param user the role that makes backups
 * @param schema empty: found
 * @param storeType empty: found
 * @param parameters further ones of the connection
 * @param password of the role
 * @param authority that the server's certificate is checked against; not given: none
 */
public record DatabaseValues(
    String host,
    int port,
    String name,
    String user,
    String schema,
    String storeType,
    Parameters parameters,
    SecretKey password,
    SecretKey authority) {
  /** Checks what it is told. */
  public DatabaseValues {
    Objects.requireNonNull(host);
    Ranges.port("port", port);
    Objects.requireNonNull(parameters);
    Objects.requireNonNull(password);
    Objects.requireNonNull(authority);
  }
}
