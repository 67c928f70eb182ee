package org.nessiebackup.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class PostgresBinariesTest {

  @TempDir private Path archives;
  @TempDir private Path temporary;

  @Test
  void folderAppearsWhole() throws IOException {
    Path folder = temporary.resolve("postgres");

    binaries("bin/postgres").unpackInto(folder);

    assertThat(temporary).isDirectoryNotContaining(each -> !each.equals(folder));
    assertThat(folder.resolve("bin/postgres")).hasContent("content");
  }

  @Test
  void processThatIsSlowerTakesTheFolderOfTheQuickerOne() throws IOException {
    Path folder = temporary.resolve("postgres");
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(folder.resolve("bin/postgres"), "of the quicker one");

    binaries("bin/postgres").unpackInto(folder);

    assertThat(temporary).isDirectoryNotContaining(each -> !each.equals(folder));
    assertThat(folder.resolve("bin/postgres")).hasContent("of the quicker one");
  }

  @Test
  void nothingIsLeftOfAnArchiveThatIsRefused() throws IOException {
    PostgresBinaries hostile = binaries("../outside");

    assertThatThrownBy(() -> hostile.unpackInto(temporary.resolve("postgres")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("outside");
    assertThat(temporary).isEmptyDirectory();
  }

  private PostgresBinaries binaries(String name) throws IOException {
    Path archive = archives.resolve("postgres.txz");
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new XZOutputStream(Files.newOutputStream(archive), new LZMA2Options(0)))) {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return new PostgresBinaries(18, "18.0.0", archive.toUri().toURL());
  }
}
