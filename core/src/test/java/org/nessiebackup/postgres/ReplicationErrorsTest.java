package org.nessiebackup.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLWarning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;

/** What a server refuses is told by its state: its words are in a language of its own. */
class ReplicationErrorsTest {
  private static BackupException said(String text, String state) {
    return ReplicationErrors.streaming(
        SqlErrors.translate(
            new SQLException(text, state), "follow the changes", new Cancellation()),
        "journal");
  }

  @Test
  void missingPublicationIsKnownInWhateverLanguage() {
    BackupException german = said("FEHLER: Publikation »journal« existiert nicht", "42704");
    assertThat(ReplicationSession.isRefusal(german)).isTrue();
    assertThat(ReplicationSession.lacksPublication(german)).isTrue();
    BackupException warned =
        ReplicationErrors.streaming(
            ReplicationErrors.losing(
                new SQLWarning("Laden der Publikation »journal« übersprungen", "55000"), "follow"),
            "journal");
    assertThat(ReplicationSession.isRefusal(warned)).isTrue();
    assertThat(ReplicationSession.lacksPublication(warned)).isTrue();
  }

  @Test
  void changesThatCannotBeDecodedAreNoMissingPublication() {
    BackupException refused = said("unexpected word: publication", "XX000");
    assertThat(ReplicationSession.isRefusal(refused)).isTrue();
    assertThat(ReplicationSession.lacksPublication(refused)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"53100", "53200", "57014", "58030"})
  void whatPassesByItselfIsNoRefusal(String state) {
    assertThat(ReplicationSession.isRefusal(said("could not write to spill file", state)))
        .isFalse();
  }
}
