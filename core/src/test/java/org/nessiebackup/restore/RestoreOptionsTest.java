package org.nessiebackup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

class RestoreOptionsTest {
  private static final int LONGEST = 63;

  private static RestoreOptions into(String schema) {
    return new RestoreOptions("latest", Optional.of(schema), 1, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, LONGEST + 1, 1000})
  void aSchemaThatPostgresqlWouldNameOtherwiseIsRefused(int length) {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> into("x".repeat(length)))
        .matches(e -> e.failure() == Failure.USAGE);
  }

  @Test
  void lengthIsCountedInBytes() {
    assertThat(into("x".repeat(LONGEST)).targetSchema()).isPresent();
    assertThatExceptionOfType(BackupException.class).isThrownBy(() -> into("é".repeat(LONGEST)));
  }
}
