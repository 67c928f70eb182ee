package org.nessiebackup.service.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.Failure;

class ProblemTest {
  @Test
  void isSaidAsCommandsSayIt() {
    Problem problem =
        Problem.of(Failure.BACKUP_NOT_FOUND.exception("no backup \"x\"", "List them."));

    assertThat(problem.json())
        .hasToString(
            "{\"message_type\":\"error\",\"code\":\"backup-not-found\",\"message\":\"no backup"
                + " \\\"x\\\"\",\"hint\":\"List them.\",\"exit_code\":1}");
  }

  /** 401 and 403 would say that whoever asks is refused, and a browser would ask for a password. */
  @ParameterizedTest
  @EnumSource(Failure.class)
  void aServerThatRefusesUsHasNotRefusedWhoeverAsks(Failure failure) {
    assertThat(Problem.of(failure.exception("m")).status()).isNotIn(401, 403).isBetween(400, 599);
  }
}
