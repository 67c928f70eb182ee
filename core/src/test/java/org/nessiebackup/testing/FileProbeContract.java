package org.nessiebackup.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nessiebackup.store.FileProbe;
import org.nessiebackup.store.NoSuchObjectException;

/** What every probe has to do; a test class extends this and says where files are. */
public abstract class FileProbeContract {
  /** The probe. */
  protected abstract FileProbe probe();

  /** Puts a file into the warehouse, and answers its location as a table would name it. */
  protected abstract String put(String name, String content) throws IOException;

  /** The location that a file would have. */
  protected abstract String location(String name);

  /** A location in a warehouse that is not there at all. */
  protected abstract String elsewhere();

  @Test
  void fileThatIsThereIsSeenAndRead() throws IOException {
    for (String name : List.of("t/metadata/0.json", "t 1/ä=b+c%20d,e/metadata/~0.json")) {
      String location = put(name, "content of " + name);

      assertThat(probe().exists(location)).as(name).isTrue();
      try (InputStream file = probe().open(location)) {
        assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo("content of " + name);
      }
    }
  }

  @Test
  void fileThatIsNotThereIsMissing() throws IOException {
    put("t/metadata/0.json", "x");

    assertThat(probe().exists(location("t/metadata/1.json"))).isFalse();
    assertThat(probe().exists(location("t/metadata"))).isFalse();
    assertThatThrownBy(() -> probe().open(location("t/metadata/1.json")))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void warehouseThatIsNotThereAtAllHasLostNothing() {
    assertThatThrownBy(() -> probe().exists(elsewhere()))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> probe().open(elsewhere()))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void whatIsNoLocationCannotBeAskedFor() {
    for (String text : List.of("", "metadata.json", "what is this", "s3:", "s3://", "file:")) {
      assertThatThrownBy(() -> probe().exists(text)).as(text).isInstanceOf(IOException.class);
    }
  }
}
