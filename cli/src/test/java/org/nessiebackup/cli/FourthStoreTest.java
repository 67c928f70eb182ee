package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.store.StoreFactory;
import org.nessiebackup.testing.web.WebServer;

/** A kind of store that no text of the program names: it is known by being on the class path. */
class FourthStoreTest {
  private @TempDir Path keys;

  private ProgramRun run(String... args) {
    return ProgramRun.of(Map.of("XDG_CONFIG_HOME", keys.toString()), args);
  }

  @Test
  void helpNamesEveryKindOfBucket() {
    String help = run("init", "--help").out().replaceAll("\\s+", "");

    assertThat(StoreFactory.all())
        .extracting(StoreFactory::scheme)
        .containsExactly("azblob", "gs", "s3", "web");
    assertThat(StoreFactory.all())
        .allSatisfy(factory -> assertThat(help).contains(factory.syntax()));
  }

  @Test
  void unknownKindIsRefusedWithAllThatAreKnown() {
    ProgramRun run = run("list", "--vault", "ftp://host/vault");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains("vaults in \"ftp:\" are unknown to this version")
        .contains("gs://BUCKET/PREFIX, s3://BUCKET/PREFIX or web://HOST:PORT/PREFIX.");
  }

  @Test
  void vaultInItIsMadeAndRead() {
    try (WebServer server = new WebServer()) {
      String vault = "web://127.0.0.1:" + server.port() + "/vault";

      assertThat(run("init", "--vault", vault, "--no-encryption").status()).isZero();
      ProgramRun list = run("list", "--vault", vault);
      assertThat(list.status()).as(list.err()).isZero();
    }
  }

  @Test
  void vaultsPageNamesEveryKindThatIsShipped() throws IOException {
    String page = Files.readString(Path.of("../docs/vaults.md"));

    assertThat(StoreFactory.all())
        .filteredOn(factory -> !factory.scheme().equals("web"))
        .allSatisfy(
            factory -> assertThat(page).contains(factory.syntax().replaceAll("/PREFIX", "")));
  }
}
