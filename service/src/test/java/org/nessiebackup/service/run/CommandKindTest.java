package org.nessiebackup.service.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandKindTest {
  private static Place place(String line) {
    return CommandKind.placeOf(Command.of(line.split(" ", -1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"verify --journal", "verify latest --graph", "verify latest --files", "drill"})
  void whatReadsTheRowsOfBackupsHasAProcessOfItsOwn(String line) {
    assertThat(place(line)).isEqualTo(Place.CHILD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify --all --quick", "list --journal"})
  void whatReadsNoRowsHasNone(String line) {
    assertThat(place(line)).isEqualTo(Place.SERVICE);
  }
}
