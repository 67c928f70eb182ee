package org.nessiebackup.operator.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeTest {
  @Test
  void failureIsAReasonAsKubernetesWritesThem() {
    Outcome outcome =
        Outcome.of(
                """
                {"message_type":"result","command":"backup","succeeded":false,"exit_code":10,
                "code":"vault-not-found","message":"there is no vault","hint":"Make it by init.",
                "ended":"2026-11-30T02:00:07Z"}
                """)
            .orElseThrow();

    assertThat(outcome.reason()).isEqualTo("VaultNotFound");
    assertThat(outcome.message()).isEqualTo("there is no vault. Make it by init.");
    assertThat(outcome.ended()).contains(Instant.parse("2026-11-30T02:00:07Z"));
    assertThat(outcome.succeeded()).isFalse();
  }

  @Test
  void summaryIsReadByPathsAndByTypes() {
    Outcome outcome =
        Outcome.of(
                """
                {"message_type":"result","succeeded":true,"summary":{"backup_id":"a","rows":7,
                "seconds":1.5,"odd":"7"}}
                """)
            .orElseThrow();

    assertThat(outcome.text("/backup_id")).contains("a");
    assertThat(outcome.count("/rows")).contains(7L);
    assertThat(outcome.number("/seconds")).contains(1.5);
    assertThat(outcome.count("/odd")).isEmpty();
    assertThat(outcome.text("/rows")).isEmpty();
    assertThat(outcome.text("/not/there")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Killed",
        "null",
        "[]",
        "7",
        "{\"message_type\":\"summary\"}",
        "{\"message_type\":\"result\",",
        "\u0000"
      })
  void whatIsNoResultIsNoOutcome(String message) {
    assertThat(Outcome.of(message)).isEmpty();
  }

  @Test
  void whatIsLongerThanKubernetesKeepsIsNotRead() {
    assertThat(Outcome.of("{\"message_type\":\"result\"}" + " ".repeat(9000))).isEmpty();
    assertThat(Outcome.of(null)).isEmpty();
  }

  @Test
  void momentThatIsNoneIsNotBelieved() {
    assertThat(
            Outcome.of("{\"message_type\":\"result\",\"ended\":\"yesterday\"}")
                .orElseThrow()
                .ended())
        .isEmpty();
  }
}
