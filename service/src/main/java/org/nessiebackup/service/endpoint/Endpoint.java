package org.nessiebackup.service.endpoint;

import java.util.Optional;
import java.util.function.Function;
import org.nessiebackup.service.security.Role;

/**
 * A way in.
 *
 * @param method what it may do
 * @param path its path; parts in braces vary: {@code /catalogs/{catalog}/points}
 * @param role who may use it at least; empty for everybody, known or not
 * @param handler answers; throws {@link org.nessiebackup.BackupException} for what goes wrong
 */
public record Endpoint(
    Method method, String path, Optional<Role> role, Function<Request, Response> handler) {
  /** Checks the path. */
  public Endpoint {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("no path: " + path);
    }
  }

  /** One for who has a role. */
  public static Endpoint of(
      Method method, String path, Role role, Function<Request, Response> handler) {
    return new Endpoint(method, path, Optional.of(role), handler);
  }

  /** One for everybody, which tells nothing about a catalog and changes nothing of it. */
  public static Endpoint open(Method method, String path, Function<Request, Response> handler) {
    return new Endpoint(method, path, Optional.empty(), handler);
  }
}
