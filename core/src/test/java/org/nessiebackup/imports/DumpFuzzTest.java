package org.nessiebackup.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/**
 * Whatever is done to a dump, an import ends soon, either with a failure in our own words and an
 * empty vault, or with a backup that can be read.
 */
@Timeout(60)
class DumpFuzzTest {
  private static final String[] PIECES = {
    "'",
    "\"",
    "$$",
    "$a$",
    "/*",
    "*/",
    "--",
    ";",
    "\\",
    "\\.",
    "\n",
    "\t",
    "(",
    ")",
    "E'",
    "COPY ",
    "INSERT INTO nessie.refs2 VALUES (",
    " FROM stdin;\n",
    "\\N",
    "\0",
    "\u00ff",
    "::",
    "\r\n",
    "[",
    "CREATE TABLE nessie.refs2 (",
    "ALTER TABLE nessie.objs2 ",
    "BEGIN",
    "END",
    ",",
    "NULL",
    "-1"
  };

  @ParameterizedTest
  @ValueSource(strings = {"pg_dump-9.6.sql", "pg_dump-18.sql", "pg_dumpall-15-inserts.sql"})
  void damagedDumpIsRefusedOrReadable(String file) throws IOException {
    assertRefusedOrReadable(file, 100);
  }

  @Tag("thorough")
  @ParameterizedTest
  @ValueSource(strings = {"pg_dump-9.6.sql", "pg_dump-18.sql", "pg_dumpall-15-inserts.sql"})
  void damagedDumpIsRefusedOrReadableHoweverOften(String file) throws IOException {
    assertRefusedOrReadable(file, 600);
  }

  private static void assertRefusedOrReadable(String file, int seeds) throws IOException {
    byte[] whole;
    try (InputStream in = DumpFuzzTest.class.getResourceAsStream(file)) {
      whole = in.readAllBytes();
    }
    for (int seed = 0; seed < seeds; seed++) {
      importDamaged(damage(whole, new Random(seed)), file + ", seed " + seed);
    }
  }

  @Test
  void changedBytesOfOurOwnDumpAreNoticed() {
    assertChangedBytesAreNoticed(5);
  }

  @Tag("thorough")
  @Test
  void everyChangedByteOfOurOwnDumpIsNoticed() {
    assertChangedBytesAreNoticed(1);
  }

  private static void assertChangedBytesAreNoticed(int stride) {
    DumpScene source = new DumpScene();
    source.importDump(
        DumpScene.TABLES
            + "COPY nessie.refs2 FROM stdin;\na\t1\t\\\\x00ff\nb\t\\N\t\\N\n\\.\n"
            + DumpScene.NO_OBJECTS
            + DumpScene.COMPLETE);
    List<String> digests = source.digests();
    for (boolean inserts : new boolean[] {false, true}) {
      byte[] whole = source.export(inserts);
      for (int at = 0; at < whole.length; at += stride) {
        byte[] changed = whole.clone();
        changed[at] ^= (byte) (1 << at % 8);
        Optional<DumpScene> imported = importDamaged(changed, "byte " + at);
        // A change of the checksum's own mark leaves the rows as they were.
        imported.ifPresent(scene -> assertThat(scene.digests()).isEqualTo(digests));
      }
    }
  }

  private static byte[] damage(byte[] whole, Random random) {
    byte[] bytes = whole;
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(bytes.length);
      int length = Math.min(bytes.length - at, random.nextInt(60));
      byte[] head = Arrays.copyOf(bytes, at);
      byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
      bytes =
          switch (random.nextInt(5)) {
            case 0 -> head.length == 0 ? bytes : head;
            case 1 -> join(head, Arrays.copyOfRange(rest, length, rest.length));
            case 2 -> join(head, PIECES[random.nextInt(PIECES.length)].getBytes(ISO_8859_1), rest);
            case 3 -> join(head, Arrays.copyOf(rest, length), rest);
            default -> {
              byte[] changed = bytes.clone();
              changed[at] = (byte) random.nextInt();
              yield changed;
            }
          };
    }
    return bytes;
  }

  private static byte[] join(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] all = new byte[Math.max(1, length)];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static Optional<DumpScene> importDamaged(byte[] dump, String what) {
    DumpScene scene = new DumpScene();
    try {
      scene.importDump(dump);
    } catch (BackupException e) {
      assertThat(e.failure())
          .as(what)
          .isIn(Failure.DUMP_NOT_UNDERSTOOD, Failure.CATALOG_NOT_FOUND, Failure.CATALOG_AMBIGUOUS);
      assertThat(scene.backupObjects()).as(what).isEmpty();
      return Optional.empty();
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
    assertThat(scene.export(false)).as(what).isNotEmpty();
    return Optional.of(scene);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "'",
        "\"",
        "$",
        "$a$",
        "$a",
        "/*",
        "--",
        "(",
        "E'\\",
        "1",
        "COPY nessie.refs2 FROM stdin;\n",
        "COPY x FROM stdin;\n",
        "CREATE TABLE nessie.x (",
        "CREATE TABLE public.refs2 (a text DEFAULT ",
        "INSERT INTO nessie.refs2 VALUES ('",
        "INSERT INTO nessie.refs2 VALUES (",
        "\\",
        "\\connect ",
        "SET search_path = ",
        "ALTER TABLE nessie.refs2 ADD CHECK ("
      })
  void endlessTextEndsTheImportWithBoundedMemory(String start) {
    DumpScene scene = new DumpScene();
    byte[] head = (DumpScene.TABLES + start).getBytes(UTF_8);
    for (byte filler : new byte[] {'a', '\'', '(', ' ', '\t', '1', '/', '$', ','}) {
      InputStream endless =
          new SequenceInputStream(
              new ByteArrayInputStream(head), new RepeatedByte(filler, 1536L * 1024));
      BackupException refused =
          org.assertj.core.api.Assertions.catchThrowableOfType(
              BackupException.class,
              () ->
                  new DumpImport(scene.vault(), scene.work().context())
                      .run(
                          endless,
                          new ImportOptions(
                              "endless", Optional.empty(), Optional.empty(), Optional.empty())));
      assertThat(refused).as("%s%s…", start, (char) filler).isNotNull();
      assertThat(scene.backupObjects()).isEmpty();
    }
  }

  @Test
  void rowLongerThanTheLimitIsRefused() {
    DumpScene scene = new DumpScene();
    String head = DumpScene.TABLES + "COPY nessie.refs2 FROM stdin;\n";
    InputStream endless =
        new SequenceInputStream(
            new ByteArrayInputStream(head.getBytes(UTF_8)),
            new RepeatedByte((byte) 'a', 300L * 1024 * 1024));
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                new DumpImport(scene.vault(), scene.work().context())
                    .run(
                        endless,
                        new ImportOptions(
                            "endless", Optional.empty(), Optional.empty(), Optional.empty())))
        .hasMessageContaining("line 8 of")
        .hasMessageContaining("32 MiB");
  }

  /** The same byte, many times. */
  private static final class RepeatedByte extends InputStream {
    private final byte value;
    private long left;

    RepeatedByte(byte value, long count) {
      this.value = value;
      this.left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? value & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      Arrays.fill(bytes, offset, offset + count, value);
      left -= count;
      return count;
    }
  }
}
