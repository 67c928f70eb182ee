package org.nessiebackup.service.http;

import java.util.Map;

/** What each answer tells browsers, so that they help to keep pages safe. */
final class ResponseHeaders {
  /** For all that is no file of pages. */
  static final String NOT_STORED = "no-store";

  /** For files under a path that changes with what is in them. */
  static final String FOR_EVER = "public, max-age=31536000, immutable";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private static final Map<String, String> ALWAYS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "Referrer-Policy", "same-origin",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Embedder-Policy", "require-corp",
          "Cross-Origin-Resource-Policy", "same-origin");

  private ResponseHeaders() {}

  static Map<String, String> always() {
    return ALWAYS;
  }
}
