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
    Arguments arguments = Arguments.parse("--rounds", "5", "100000", "--server-bin=/opt/pg/bin");

    assertThat(arguments.catalog()).isEqualTo(new CatalogSource.Generated(100_000));
    assertThat(arguments.rounds()).isEqualTo(5);
    assertThat(arguments.server()).isEqualTo(new ServerChoice.Installed(Path.of("/opt/pg/bin")));
  }

  @Test
  void tlsIsUsualAndBothAreCompared() {
    assertThat(Arguments.parse().link()).isEqualTo(Link.TLS);
    assertThat(Arguments.parse().links()).containsExactly(Link.TLS, Link.PLAIN);
    assertThat(Arguments.parse("--link", "plain").links()).containsExactly(Link.PLAIN);
  }

  @Test
  void generatorStaysForThoseWhoHaveNoCatalog() {
    assertThat(Arguments.parse().catalog()).isEqualTo(new CatalogSource.Generated(20_000));
  }

  @Test
  void catalogOfAFolderIsLookedForAtOnce() throws IOException {
    String lake = Files.createDirectory(folder.resolve("lake")).toString();
    assertThatThrownBy(() -> Arguments.parse("--catalog", lake)).hasMessageContaining("objs2");
    Files.createFile(folder.resolve("lake/objs2.copy.zst"));
    Files.createFile(folder.resolve("lake/refs2.copy.zst"));

    assertThat(Arguments.parse("--catalog", lake, "--times", "5").catalog())
        .isEqualTo(new CatalogSource.Kept(Path.of(lake), 5));
    assertThatThrownBy(() -> Growth.read("--catalog", lake)).hasMessageContaining("lake-next");
  }

  @Test
  void embeddedServerNeedsNoVersion() {
    assertThat(Arguments.parse("--embedded").server())
        .isEqualTo(new ServerChoice.Embedded(OptionalInt.empty()));
    assertThat(Arguments.parse("--embedded=15").server())
        .isEqualTo(new ServerChoice.Embedded(OptionalInt.of(15)));
  }

  @Test
  void wordsThatMakeNoSenseAreNamed() {
    assertThatThrownBy(() -> Arguments.parse("many")).hasMessageContaining("\"many\"");
    assertThatThrownBy(() -> Arguments.parse("1", "2")).hasMessageContaining("\"2\"");
    assertThatThrownBy(() -> Arguments.parse("--round", "3")).hasMessageContaining("\"--round\"");
    assertThatThrownBy(() -> Arguments.parse("--rounds")).hasMessageContaining("wants a value");
    assertThatThrownBy(() -> Arguments.parse("0")).hasMessageContaining("something to measure");
    assertThatThrownBy(() -> Arguments.parse("--link", "fax")).hasMessageContaining("\"fax\"");
    assertThatThrownBy(() -> Arguments.parse("--nessie-tool", "/not/there.jar"))
        .hasMessageContaining("/not/there.jar");
    assertThatThrownBy(() -> Arguments.parse("--times", "2")).hasMessageContaining("--catalog");
    assertThatThrownBy(() -> Arguments.parse("9", "--catalog", "/data"))
        .hasMessageContaining("either");
  }
}
