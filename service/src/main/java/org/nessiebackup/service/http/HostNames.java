package org.nessiebackup.service.http;

import java.util.Locale;
import java.util.Set;

/**
 * The names that requests may call this service by. A page of others can have its own name lead to
 * this machine, and then ask for what is here as if it were its own; its name gives it away.
 *
 * @param names those that it was given
 * @param any whether every other name is one too
 */
record HostNames(Set<String> names, boolean any) {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

  static HostNames of(WebOptions options) {
    return new HostNames(options.names(), options.names().isEmpty() && !options.isLocal());
  }

  /**
   * Whether a request may go on.
   *
   * @param host what its header says; null if there is none
   */
  boolean accept(String host) {
    if (host == null) {
      return any;
    }
    String name = host.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
    return any || LOCAL.contains(name) || names.contains(name);
  }
}
