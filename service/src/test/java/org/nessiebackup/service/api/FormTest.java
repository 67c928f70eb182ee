package org.nessiebackup.service.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.BackupException;

class FormTest {
  private static String sample(Form form) {
    return switch (form) {
      case POINT, MOMENT, CURSOR, TAG, REFERENCE, KEY, TEXT -> "a";
      case SPAN -> "26h";
      case RUN -> "20261130T020000Z-full-1";
    };
  }

  @ParameterizedTest
  @EnumSource
  void nothingFollowsWhatATextMayBe(Form form) {
    String good = sample(form);

    assertThat(form.check("it", good)).isEqualTo(good);
    for (String more : new String[] {"\n", "\r\n", "\u0000"}) {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> form.check("it", good + more));
    }
  }

  @Test
  void textThatWouldBeAnOptionIsNone() {
    // A cursor becomes no word of a command line.
    for (Form form : EnumSet.complementOf(EnumSet.of(Form.CURSOR))) {
      assertThatExceptionOfType(BackupException.class).isThrownBy(() -> form.check("it", "--yes"));
    }
  }
}
