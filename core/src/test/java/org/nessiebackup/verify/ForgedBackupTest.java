package org.nessiebackup.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nessiebackup.BackupId;
import org.nessiebackup.Column;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.Upload;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.NewVault;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.rows.RowTap;
import org.nessiebackup.verify.VerifyReport.Finding;
import org.nessiebackup.verify.VerifyReport.Kind;

/**
 * Somebody writes a backup into a vault that is not signed. All checksums fit, and yet nothing
 * could be restored from it: verify says so.
 */
class ForgedBackupTest {
  private static final BackupId ID = new BackupId("20261122T020000Z-7f3a");
  private static final byte[] MAIN = "main".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NULL = null;

  private final MemoryStore store = new MemoryStore();
  private final List<TableEntry> tables = new ArrayList<>();
  private final Vault vault =
      Vault.create(
          store,
          new NewVault(
              SampleManifests.VAULT_ID, SampleManifests.TIME, "test", List.of(), Optional.empty()));

  private static Column column(String name, String type, boolean notNull) {
    return column(name, type, notNull, Optional.empty(), Optional.empty());
  }

  private static Column column(
      String name,
      String type,
      boolean notNull,
      Optional<String> collation,
      Optional<String> constant) {
    return new Column(
        name,
        new QualifiedName("pg_catalog", type),
        -1,
        notNull,
        collation.map(each -> new QualifiedName("pg_catalog", each)),
        constant);
  }

  private static byte[] stream(byte[]... fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(HexFormat.of().parseHex("5047434f50590aff0d0a000000000000000000"));
    out.writeShort(fields.length);
    for (byte[] field : fields) {
      if (field == null) {
        out.writeInt(-1);
      } else {
        out.writeInt(field.length);
        out.write(field);
      }
    }
    out.writeShort(-1);
    return bytes.toByteArray();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] plus(byte[] one, byte[] other) {
    byte[] both = new byte[one.length + other.length];
    System.arraycopy(one, 0, both, 0, one.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private void put(String name, byte[] bytes) throws IOException {
    try (Upload upload = store.create(name)) {
      upload.body().write(bytes);
      upload.commit();
    }
  }

  private void table(String name, List<Column> columns, byte[]... row) throws IOException {
    byte[] stream = stream(row);
    segment(name, columns, stream, Zstd.compress(stream));
  }

  private void segment(String name, List<Column> columns, byte[] stream, byte[] stored)
      throws IOException {
    byte[] tuple = Arrays.copyOfRange(stream, 19, stream.length - 2);
    String object = "s" + tables.size() + ".copy.zst";
    put("backups/" + ID + "/" + object, stored);
    SegmentEntry segment =
        new SegmentEntry(
            object,
            1,
            stream.length,
            stored.length,
            HexFormat.of().formatHex(sha256(stored)),
            Optional.empty());
    tables.add(
        new TableEntry(
            new TableShape(name, columns, List.of(columns.getFirst().name())),
            Optional.empty(),
            1,
            HexFormat.of().formatHex(sha256(tuple)),
            List.of(segment),
            Optional.empty(),
            Optional.empty()));
  }

  private void references() throws IOException {
    table("refs2", List.of(column("repo", "text", true)), MAIN);
  }

  private void objects() throws IOException {
    table("objs2", List.of(column("repo", "text", true)), MAIN);
  }

  private Optional<Finding> found(boolean quick) throws IOException {
    put("backups/" + ID + "/manifest.json", Documents.write(SampleManifests.of(ID, tables)));
    VerifyReport report =
        new BackupVerification(vault, new TestContext().context(), RowTap.NONE)
            .run(new VerifyOptions(Optional.empty(), quick, 1));
    return report.backups().getFirst().findings().stream().findFirst();
  }

  private void assertFound(Kind kind, String words) throws IOException {
    Finding finding = found(false).orElseThrow();
    assertThat(finding.kind()).isEqualTo(kind);
    assertThat(finding.message()).contains(words);
  }

  @Test
  void aBackupAsItHasToBeIsSound() throws IOException {
    references();
    objects();
    assertThat(found(false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "text, fffe, is not text",
    "text, 6100, is not text",
    "varchar, eda080, is not text",
    "text, c3, ends inside a character",
    "int8, 000001, has 3 bytes instead of 8",
    "bool, '', has 0 bytes instead of 1",
    "bool, 0101, has 2 bytes instead of 1",
    "int4, 0000000000000001, has 8 bytes instead of 4",
    "timestamptz, 00, has 1 bytes instead of 8"
  })
  void aValueThatNoServerTakesIsFound(String type, String value, String words) throws IOException {
    references();
    List<Column> columns = List.of(column("repo", "text", true), column("x", type, false));
    table("objs2", columns, MAIN, HexFormat.of().parseHex(value));
    assertFound(Kind.SEGMENT_UNREADABLE, "column \"x\" " + words);
  }

  @Test
  void nullWhereItIsRefusedIsFoundInKeysToo() throws IOException {
    references();
    table("objs2", List.of(column("repo", "text", true), column("x", "bytea", true)), MAIN, NULL);
    assertFound(Kind.SEGMENT_UNREADABLE, "column \"x\" is NULL");
    store.delete("backups/" + ID + "/manifest.json");
    tables.removeLast();
    store.delete("backups/" + ID + "/s1.copy.zst");
    table("objs2", List.of(column("repo", "text", false)), NULL);
    assertFound(Kind.SEGMENT_UNREADABLE, "column \"repo\" is NULL");
  }

  @ParameterizedTest
  @CsvSource({
    "nosuchtype, , , of type",
    "cstring, , , of type",
    "pg_node_tree, , , of type",
    "'text); DROP TABLE x', , , of type",
    "text, nosuchcollation, , with collation",
    "bytea, C, , no collation",
    "int8, , abc, default",
    "bool, , 7, default"
  })
  void aColumnThatCannotBeMadeIsFoundEvenWithoutReadingRows(
      String type, String collation, String constant, String words) throws IOException {
    references();
    Column column =
        column("x", type, false, Optional.ofNullable(collation), Optional.ofNullable(constant));
    table("objs2", List.of(column("repo", "text", true), column), MAIN, NULL);
    assertFound(Kind.NOT_RESTORABLE, words);
    store.delete("backups/" + ID + "/manifest.json");
    assertThat(found(true).orElseThrow().kind()).isEqualTo(Kind.NOT_RESTORABLE);
  }

  @Test
  void aNameThatNoColumnCanHaveIsFound() throws IOException {
    references();
    table(
        "objs2", List.of(column("repo", "text", true), column("ctid", "text", false)), MAIN, MAIN);
    assertFound(Kind.NOT_RESTORABLE, "of a name that no column can have");
  }

  @Test
  void tablesOfNoCatalogAreFound() throws IOException {
    assertFound(Kind.NOT_RESTORABLE, "not those of a Nessie catalog");
  }

  @Test
  void aCatalogWithoutObjectsIsFound() throws IOException {
    references();
    assertFound(Kind.NOT_RESTORABLE, "not those of a Nessie catalog");
  }

  @Test
  void aForeignTableIsFound() throws IOException {
    references();
    objects();
    table("pg_authid", List.of(column("repo", "text", true)), MAIN);
    assertFound(Kind.NOT_RESTORABLE, "pg_authid");
  }

  @Test
  void twoFramesAreNoSegment() throws IOException {
    references();
    byte[] stream = stream(MAIN);
    byte[] first = Zstd.compress(Arrays.copyOf(stream, 20));
    byte[] second = Zstd.compress(Arrays.copyOfRange(stream, 20, stream.length));
    segment("objs2", List.of(column("repo", "text", true)), stream, plus(first, second));
    assertFound(Kind.SEGMENT_UNREADABLE, "behind its frame");
  }

  @Test
  void aFrameToSkipIsNoPartOfASegment() throws IOException {
    references();
    byte[] skipped = HexFormat.of().parseHex("502a4d180400000061626364");
    byte[] stream = stream(MAIN);
    segment(
        "objs2",
        List.of(column("repo", "text", true)),
        stream,
        plus(skipped, Zstd.compress(stream)));
    assertFound(Kind.SEGMENT_UNREADABLE, "not a Zstandard frame");
  }
}
