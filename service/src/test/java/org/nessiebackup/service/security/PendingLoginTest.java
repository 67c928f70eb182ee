package org.nessiebackup.service.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingLoginTest {
  private static final Instant END = Instant.parse("2026-11-30T09:00:00Z");

  private final byte[] key = Digests.random(32);

  @Test
  void isOpenedByWhoHasSealedItAndUnchangedOnly() {
    PendingLogin login = PendingLogin.begin("/catalogs/a?x=%20y", END);
    String sealed = login.seal(key);

    assertThat(PendingLogin.open(sealed, key)).contains(login);
    assertThat(PendingLogin.open(sealed, Digests.random(32))).isEmpty();
    assertThat(PendingLogin.open("", key)).isEmpty();
    assertThat(PendingLogin.open("%", key)).isEmpty();
    for (int at = 0; at < sealed.length(); at++) {
      char other = sealed.charAt(at) == 'A' ? 'Q' : 'A';
      String changed = sealed.substring(0, at) + other + sealed.substring(at + 1);
      assertThat(PendingLogin.open(changed, key)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/a\nSet-Cookie: x",
        "javascript:alert(1)",
        ""
      })
  void leadsNowhereElse(String page) {
    assertThat(PendingLogin.begin(page, END).to()).isEqualTo("/");
  }
}
