package org.nessiebackup.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our reader against the writer of Avro's own library. */
class AvroFileTest {
  private static final long MOST = 1 << 20;

  private static List<String> read(byte[] file) throws IOException {
    List<String> values = new ArrayList<>();
    AvroFile.readTexts(new ByteArrayInputStream(file), MOST, "manifest_path", values::add);
    return values;
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "s3://b/ä/m" + i + ".avro").toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate", "zstandard"})
  void readsWhatAvroWrites(String codec) throws IOException {
    for (int count : List.of(0, 1, 2, 1000)) {
      assertThat(read(Lake.manifestList(codec, names(count)))).isEqualTo(names(count));
    }
  }

  @Test
  void codecThatIsNotKnownIsNoDamage() {
    byte[] file = Lake.manifestList("deflate", names(3));
    byte[] strange = replace(file, "deflate", "snappier".substring(0, 7));

    assertThatThrownBy(() -> read(strange))
        .isInstanceOf(ProbeFailedException.class)
        .hasMessageContaining("\"snappie\"");
  }

  @Test
  void cutAnywhereItIsRefused() throws IOException {
    byte[] file = Lake.manifestList("null", names(5));
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      boolean betweenBlocks = length == endOfHeader(file);
      if (betweenBlocks) {
        assertThat(read(cut)).isEmpty();
      } else {
        assertThatThrownBy(() -> read(cut)).as("%d bytes", length).isInstanceOf(IOException.class);
      }
    }
  }

  private static int endOfHeader(byte[] file) {
    // The mark stands at the end of the header, and again at the end of the file.
    byte[] mark = Arrays.copyOfRange(file, file.length - 16, file.length);
    for (int i = 0; i < file.length; i++) {
      if (Arrays.equals(Arrays.copyOfRange(file, i, i + 16), mark)) {
        return i + 16;
      }
    }
    throw new IllegalStateException("no mark");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate", "zstandard"})
  void changedAnywhereItIsReadOrRefusedAndNeverTakesMemory(String codec) {
    byte[] file = Lake.manifestList(codec, names(5));
    for (int i = 0; i < file.length; i++) {
      for (int change : new int[] {0x01, 0x80, 0xFF}) {
        byte[] changed = file.clone();
        changed[i] ^= (byte) change;
        try {
          read(changed);
        } catch (IOException refused) {
          assertThatCode(refused::getMessage).doesNotThrowAnyException();
        }
      }
    }
  }

  @Test
  void otherFilesAreNone() {
    assertThatThrownBy(() -> read("{}}}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .hasMessage("it is no Avro file");
    byte[] renamed =
        replace(Lake.manifestList("null", names(1)), "\"manifest_path\"", "\"manifest_paht\"");
    assertThatThrownBy(() -> read(renamed)).hasMessage("its records have no \"manifest_path\"");
  }

  private static byte[] replace(byte[] file, String from, String to) {
    String text = new String(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(text).contains(from);
    return text.replace(from, to).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
