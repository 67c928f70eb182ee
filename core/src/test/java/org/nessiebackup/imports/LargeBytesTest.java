package org.nessiebackup.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nessiebackup.imports.DumpScene.COMPLETE;
import static org.nessiebackup.imports.DumpScene.NO_OBJECTS;
import static org.nessiebackup.imports.DumpScene.TABLES;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.imports.value.LargeBytes;
import org.nessiebackup.imports.value.RowBuffer;

/** Long values of bytes: never held as text, and the same bytes as short ones would be. */
class LargeBytesTest {
  private static final HexFormat HEX = HexFormat.of();

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** As {@code bytea_output = escape} writes them. */
  private static String escaped(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte each : bytes) {
      if (each == '\\') {
        text.append("\\\\");
      } else if (each < ' ' || each > '~' || each == '\'') {
        text.append("\\%03o".formatted(each & 0xFF));
      } else {
        text.append((char) each);
      }
    }
    return text.toString();
  }

  private static byte[] decode(String text, Random pieces) {
    LargeBytes value = new LargeBytes();
    RowBuffer row = new RowBuffer();
    row.append("before");
    for (int at = 0; at < text.length(); ) {
      int length = Math.min(text.length() - at, 1 + pieces.nextInt(9));
      row.append(text.substring(at, at + length));
      at += length;
      value.take(row, 6, false);
      assertThat(row.length()).isLessThanOrEqualTo(6 + 4);
    }
    value.take(row, 6, true);
    assertThat(row.text(0)).isEqualTo("before");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    value.writeTo(bytes::write);
    assertThat(value.length()).isEqualTo(bytes.size());
    return bytes.toByteArray();
  }

  @Test
  void piecesOfAnySizeGiveTheSameBytes() {
    for (int seed = 1; seed < 60; seed++) {
      byte[] bytes = random(seed);
      assertThat(decode("\\x" + HEX.formatHex(bytes), new Random(seed))).isEqualTo(bytes);
      assertThat(decode(escaped(bytes), new Random(seed))).isEqualTo(bytes);
    }
  }

  @Test
  void aRowIsTheSameWhateverTheDumpWritesItLike() {
    byte[] bytes = random(3_000_001);
    String hex = HEX.formatHex(bytes);
    String digests = null;
    for (String rows :
        new String[] {
          "COPY nessie.refs2 FROM stdin;\na\t1\t\\\\x" + hex + "\nb\t2\t\\\\x00\n\\.\n",
          "COPY nessie.refs2 (b, repo, n) FROM stdin;\n\\\\x"
              + hex
              + "\ta\t1\n\\\\x00\tb\t2\n\\.\n",
          "COPY nessie.refs2 FROM stdin;\na\t1\t"
              + escaped(bytes).replace("\\", "\\\\")
              + "\nb\t2\t\\\\000\n\\.\n",
          "INSERT INTO nessie.refs2 VALUES ('a', 1, '\\x" + hex + "'), ('b', 2, '\\x00'::bytea);\n",
        }) {
      DumpScene scene = new DumpScene();
      scene.importDump(TABLES + rows + NO_OBJECTS + COMPLETE);
      String found = scene.digests().getFirst();
      assertThat(digests == null || digests.equals(found)).isTrue();
      digests = found;
      if (rows.startsWith("INSERT")) {
        assertThat(scene.rows("nessie.refs2").getFirst()).isEqualTo("('a', 1, '\\x" + hex + "')");
      }
    }
  }

  @Test
  void whatIsNoHexadecimalDigitIsFoundFarBehindToo() {
    String hex = HEX.formatHex(random(1_500_000));
    for (String end : new String[] {"g0", "0"}) {
      BackupException refused =
          new DumpScene()
              .refusal(
                  TABLES
                      + "COPY nessie.refs2 FROM stdin;\na\t1\t\\\\x"
                      + hex
                      + end
                      + "\n\\.\n"
                      + NO_OBJECTS
                      + COMPLETE);
      assertThat(refused.failure()).isEqualTo(Failure.DUMP_NOT_UNDERSTOOD);
      assertThat(refused).hasMessageContaining("line 8").hasMessageContaining("column \"b\"");
    }
  }

  @Test
  void moreThanCanBeHeldIsRefusedAndWhatCompressesWellIsNot() {
    LargeBytes value = new LargeBytes();
    RowBuffer row = new RowBuffer();
    byte[] half = escapedZeros();
    for (int i = 0; i < 200; i++) {
      row.append(half);
      value.take(row, 0, false);
    }
    assertThat(value.length()).isGreaterThan(100 << 20);
    LargeBytes incompressible = new LargeBytes();
    byte[] digits =
        HEX.formatHex(random(1 << 19)).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    RowBuffer other = new RowBuffer();
    other.append("\\x");
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 200; i++) {
                other.append(digits);
                incompressible.take(other, 0, false);
              }
            })
        .isInstanceOf(RowBuffer.TooLongException.class)
        .hasMessageContaining("64 MiB");
  }

  private static byte[] escapedZeros() {
    return "a".repeat(1 << 20).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
