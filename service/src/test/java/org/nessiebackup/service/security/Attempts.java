package org.nessiebackup.service.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Requests of tests. */
final class Attempts {
  private Attempts() {}

  /** One with these headers: name, value, name, value… */
  static Attempt of(String method, String... headers) {
    return withToken(method, "", headers);
  }

  static Attempt withToken(String method, String token, String... headers) {
    Map<String, String> all = new HashMap<>(Map.of("host", "backups.example:8443"));
    for (int at = 0; at < headers.length; at += 2) {
      all.put(headers[at], headers[at + 1]);
    }
    return new Attempt(method, "/api/v1/x", all, token, "192.0.2.7");
  }

  static Attempt bearer(String token) {
    return of("GET", "authorization", "Bearer " + token);
  }

  static Attempt login(String name, String password) {
    return of("GET", "authorization", basic(name, password));
  }

  static String basic(String name, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
  }
}
