package org.nessiebackup.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.testing.FileProbeContract;

class LocalFilesTest extends FileProbeContract {
  private @TempDir Path folder;
  private final FileProbe probe = new LocalFiles();

  @Override
  protected FileProbe probe() {
    return probe;
  }

  @Override
  protected String put(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return location(name);
  }

  @Override
  protected String location(String name) {
    return "file://" + folder.resolve(name);
  }

  @Override
  protected String elsewhere() {
    return "file:///no-such-mount/warehouse/t/metadata/0.json";
  }

  @Test
  void locationsAreWrittenInSeveralWays() throws IOException {
    put("a", "x");

    for (String before : new String[] {"", "file:", "file://", "file:///"}) {
      assertThat(probe.exists(before + folder.resolve("a"))).as(before).isTrue();
    }
  }
}
