package org.nessiebackup.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.testing.SampleManifests;

class ThrowAwayServerTest {
  @ParameterizedTest
  @CsvSource({"150004, 15", "160000, 17", "130001, 15", "190000, 18"})
  void serverIsThatOfTheBackupOrTheNextNewerOneThatThereIs(int version, int chosen) {
    Source.Server sample = (Source.Server) SampleManifests.server();
    Source.Server source =
        new Source.Server(
            sample.systemIdentifier(),
            sample.timeline(),
            sample.database(),
            sample.databaseOid(),
            sample.schema(),
            sample.storeType(),
            version / 10000 + ".1",
            version,
            false,
            Optional.empty(),
            sample.snapshot(),
            Optional.empty(),
            Optional.empty());
    assertThat(ThrowAwayServer.version(source, new TreeSet<>(List.of(15, 17, 18))))
        .isEqualTo(chosen);
  }
}
