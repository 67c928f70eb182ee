package org.nessiebackup.service.security;

import java.time.Duration;

/**
 * Cookies that a browser keeps for this host only, sends over TLS only, and shows to no script.
 * {@code __Host-} makes the browser itself see to that, so that a neighbour under the same domain
 * cannot plant one.
 */
public final class Cookies {
  /** Who is logged in; never sent with what a page of others asks for. */
  public static final String SESSION = "__Host-nessie-backup";

  /** Who is about to log in; sent when the provider leads back here. */
  static final String LOGIN = "__Host-nessie-backup-login";

  private static final String FLAGS = "; Path=/; Secure; HttpOnly; SameSite=";

  private Cookies() {}

  static String session(String secret) {
    return SESSION + "=" + secret + FLAGS + "Strict";
  }

  static String ended() {
    return SESSION + "=" + FLAGS + "Strict; Max-Age=0";
  }

  static String login(String sealed, Duration holds) {
    return LOGIN + "=" + sealed + FLAGS + "Lax; Max-Age=" + holds.toSeconds();
  }
}
