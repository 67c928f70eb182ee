package org.nessiebackup.service.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AuditEntryTest {
  @Test
  void nameThatAProviderLetsSomebodyChooseMakesNoLineOfItsOwn() {
    AuditEntry entry =
        new AuditEntry(
            Instant.EPOCH,
            "eve\naudit: subject=\"anna\"\u2028\u001b[2K\\",
            "192.0.2.7",
            "POST",
            "/logout",
            200,
            "");

    assertThat(entry.line())
        .isEqualTo(
            "audit: subject=\"eve\\u{a}audit: subject=\\\"anna\\\"\\u{2028}\\u{1b}[2K\\\\\""
                + " address=192.0.2.7 method=POST path=\"/logout\" status=200");
  }
}
