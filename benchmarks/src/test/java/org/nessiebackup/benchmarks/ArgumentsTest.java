package org.nessiebackup.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.benchmarks.measure.Link;

class ArgumentsTest {
  private @TempDir Path folder;

  @Test
  void wordsAreReadInAnyOrder() {
    Arguments arguments =
        Benchmark.COMPARE.read("--rounds", "5", "100000", "--server-bin=/opt/pg/bin");

    assertThat(arguments.catalog()).isEqualTo(new CatalogSource.Generated(100_000));
    assertThat(arguments.rounds()).isEqualTo(5);
    assertThat(arguments.server()).isEqualTo(new ServerChoice.Installed(Path.of("/opt/pg/bin")));
  }

  @Test
  void tlsIsUsualAndBothAreCompared() {
    assertThat(Benchmark.COMPARE.read().link()).isEqualTo(Link.TLS);
    assertThat(Benchmark.COMPARE.read().links()).containsExactly(Link.TLS, Link.PLAIN);
    assertThat(Benchmark.COMPARE.read("--link", "plain").links()).containsExactly(Link.PLAIN);
  }

  @Test
  void generatorStaysForThoseWhoHaveNoCatalog() {
    assertThat(Benchmark.COMPARE.read().catalog()).isEqualTo(new CatalogSource.Generated(20_000));
  }

  @Test
  void catalogOfAFolderIsLookedForAtOnce() throws IOException {
    String lake = Files.createDirectory(folder.resolve("lake")).toString();
    assertThatThrownBy(() -> Benchmark.COMPARE.read("--catalog", lake))
        .hasMessageContaining("objs2");
    Files.createFile(folder.resolve("lake/objs2.copy.zst"));
    Files.createFile(folder.resolve("lake/refs2.copy.zst"));

    assertThat(Benchmark.COMPARE.read("--catalog", lake, "--times", "5").catalog())
        .isEqualTo(new CatalogSource.Kept(Path.of(lake), 5));
    assertThatThrownBy(() -> Benchmark.VAULT.read("--catalog", lake))
        .hasMessageContaining("lake-next");
  }

  @Test
  void embeddedServerNeedsNoVersion() {
    assertThat(Benchmark.COMPARE.read("--embedded").server())
        .isEqualTo(new ServerChoice.Embedded(OptionalInt.empty()));
    assertThat(Benchmark.COMPARE.read("--embedded=15").server())
        .isEqualTo(new ServerChoice.Embedded(OptionalInt.of(15)));
  }

  @Test
  void databaseIsProtectedByTipsUnlessItIsSaidOtherwise() {
    assertThat(Benchmark.DESTROYED.read().protection()).isEqualTo(Protection.TIPS);
    assertThat(Benchmark.DESTROYED.read("--by", "journal").protection())
        .isEqualTo(Protection.JOURNAL);
    assertThat(Benchmark.DESTROYED.read("--by", "journal", "--synchronous", "3").protection())
        .isEqualTo(Protection.SYNCHRONOUS);
  }

  @Test
  void protectionThatMakesNoSenseIsNamed() {
    assertThatThrownBy(() -> Benchmark.DESTROYED.read("--by", "prayer"))
        .hasMessageContaining("--by journal");
    assertThatThrownBy(() -> Benchmark.DESTROYED.read("--synchronous"))
        .hasMessageContaining("only --by journal");
    assertThatThrownBy(() -> Benchmark.TIPS.read("--by", "journal")).hasMessageContaining("--by");
  }

  @Test
  void wordsThatMakeNoSenseAreNamed() {
    assertThatThrownBy(() -> Benchmark.COMPARE.read("many")).hasMessageContaining("\"many\"");
    assertThatThrownBy(() -> Benchmark.COMPARE.read("1", "2")).hasMessageContaining("\"2\"");
    assertThatThrownBy(() -> Benchmark.COMPARE.read("--round", "3"))
        .hasMessageContaining("\"--round\"");
    assertThatThrownBy(() -> Benchmark.COMPARE.read("--rounds"))
        .hasMessageContaining("wants a value");
    assertThatThrownBy(() -> Benchmark.COMPARE.read("0"))
        .hasMessageContaining("something to measure");
    assertThatThrownBy(() -> Benchmark.COMPARE.read("--link", "fax"))
        .hasMessageContaining("\"fax\"");
    assertThatThrownBy(() -> Benchmark.COMPARE.read("--nessie-tool", "/not/there.jar"))
        .hasMessageContaining("/not/there.jar");
    assertThatThrownBy(() -> Benchmark.RESIDENT.read("--versitygw", "/not/there"))
        .hasMessageContaining("/not/there");
    assertThatThrownBy(() -> Benchmark.COMPARE.read("--versitygw", "/bin/sh"))
        .hasMessageContaining("bucket");
    assertThatThrownBy(() -> Benchmark.COMPARE.read("--times", "2"))
        .hasMessageContaining("--catalog");
    assertThatThrownBy(() -> Benchmark.COMPARE.read("9", "--catalog", "/data"))
        .hasMessageContaining("either");
  }
}
