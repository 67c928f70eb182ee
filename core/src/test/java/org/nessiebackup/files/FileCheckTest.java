package org.nessiebackup.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nessiebackup.files.FileCheck.Result;
import org.nessiebackup.files.FilesReport.FileState;

class FileCheckTest {
  private static final String TABLE = "ICEBERG_TABLE";
  private static final String PLACE = "s3://lake/t";
  private static final String LIST = PLACE + "/metadata/snap-2.avro";

  private final Lake lake = new Lake();
  private final String table = lake.table(PLACE);

  private Result deep() {
    return new FileCheck(lake, true).check(table, TABLE);
  }

  private void is(Result result, FileState state, String message) {
    assertThat(result).isEqualTo(new Result(state, message));
  }

  @Test
  void fileIsProbedAndNothingElse() {
    lake.forget(LIST);

    assertThat(new FileCheck(lake, false).check(table, TABLE)).isEqualTo(Result.PRESENT);
    assertThat(lake.asked()).containsExactly(table);
    lake.forget(table);
    is(
        new FileCheck(lake, false).check(table, TABLE),
        FileState.MISSING,
        "the metadata file is missing");
  }

  @Test
  void silenceIsNotMissing() {
    lake.forget(table).silence(table);

    String said = "nobody answers at \"" + table + "\"";
    is(new FileCheck(lake, false).check(table, TABLE), FileState.UNKNOWN, said);
    is(deep(), FileState.UNKNOWN, said);
  }

  @Test
  void wholeTableIsFollowedToItsManifests() {
    FileCheck check = new FileCheck(lake, true);

    assertThat(check.check(table, TABLE)).isEqualTo(Result.PRESENT);
    assertThat(check.parts()).isEqualTo(3);
    assertThat(lake.asked())
        .containsExactly(table, LIST, PLACE + "/metadata/m-0.avro", PLACE + "/metadata/m-1.avro");
    // What is known to be there is not asked for again, as branches share it.
    assertThat(check.check(table, TABLE)).isEqualTo(Result.PRESENT);
    assertThat(lake.asked()).hasSize(6);
  }

  @Test
  void missingManifestListIsFound() {
    lake.forget(LIST);
    is(deep(), FileState.MISSING, "the manifest list \"" + LIST + "\" is missing");
  }

  @Test
  void missingManifestsAreFoundAndWeighMoreThanDoubts() {
    String first = PLACE + "/metadata/m-0.avro";
    String second = PLACE + "/metadata/m-1.avro";
    lake.forget(second);
    is(deep(), FileState.MISSING, "the manifest \"" + second + "\" is missing");
    lake.silence(first);
    is(deep(), FileState.MISSING, "the manifest \"" + second + "\" is missing");
    Lake both = new Lake();
    both.table(PLACE);
    both.forget(first).forget(second);
    is(
        new FileCheck(both, true).check(table, TABLE),
        FileState.MISSING,
        "the manifest \"" + first + "\" is missing, and 1 more");
  }

  @Test
  void silenceInTheMiddleIsNotMissing() {
    lake.silence(LIST);
    is(deep(), FileState.UNKNOWN, "nobody answers at \"" + LIST + "\"");
  }

  @Test
  void damagedFilesAreFound() {
    lake.put(LIST, "not Avro");
    is(
        deep(),
        FileState.DAMAGED,
        "the manifest list \"" + LIST + "\" is damaged: it is no Avro file");
    lake.put(table, "{\"format-version\":2,\"current-snapshot-id\":5");
    assertThat(deep().state()).isEqualTo(FileState.DAMAGED);
    lake.put(table, "");
    assertThat(deep().state()).isEqualTo(FileState.DAMAGED);
    lake.put(table, "{\"a\":1}");
    is(
        deep(),
        FileState.DAMAGED,
        "the metadata file is damaged: it has no \"format-version\", so it is no metadata of"
            + " Iceberg");
    lake.put(table, "{\"format-version\":2,\"current-snapshot-id\":5,\"snapshots\":[]}");
    is(
        deep(),
        FileState.DAMAGED,
        "the metadata file is damaged: it has no snapshot 5, its current one");
    byte[] whole = Lake.gzip(Lake.metadata(LIST));
    lake.put(table, java.util.Arrays.copyOf(whole, whole.length - 9));
    assertThat(deep().state()).isEqualTo(FileState.DAMAGED);
  }

  @Test
  void compressedMetadataIsReadWhateverItsName() {
    lake.put(table, Lake.gzip(Lake.metadata(LIST)));
    assertThat(deep()).isEqualTo(Result.PRESENT);
    lake.forget(LIST);
    assertThat(deep().state()).isEqualTo(FileState.MISSING);
  }

  @Test
  void emptyTablesAndViewsNeedNothingMore() {
    for (String text :
        List.of(
            "{\"format-version\":2,\"current-snapshot-id\":-1,\"snapshots\":[]}",
            "{\"format-version\":2,\"current-snapshot-id\":null,\"snapshots\":[]}",
            "{\"format-version\":2}",
            "{\"view-uuid\":\"u\",\"format-version\":1,\"current-version-id\":1,\"versions\":[]}")) {
      lake.put(table, text);
      assertThat(deep()).as(text).isEqualTo(Result.PRESENT);
    }
  }

  @Test
  void filesOfFunctionsAreNotLookedInto() {
    lake.put(table, "whatever a function has");
    assertThat(new FileCheck(lake, true).check(table, "UDF")).isEqualTo(Result.PRESENT);
    assertThat(new FileCheck(lake, true).check(table, "ICEBERG_VIEW").state())
        .isEqualTo(FileState.DAMAGED);
  }

  @Test
  void oldestTablesNameTheirManifestsThemselves() {
    lake.put("s3://lake/m", "x");
    lake.put(
        table,
        "{\"snapshots\":[{\"snapshot-id\":4,\"manifests\":[\"s3://lake/gone\"]},"
            + "{\"snapshot-id\":5,\"manifests\":[\"s3://lake/m\"]}],"
            + "\"current-snapshot-id\":5,\"format-version\":1}");
    assertThat(deep()).isEqualTo(Result.PRESENT);
    lake.forget("s3://lake/m");
    is(deep(), FileState.MISSING, "the manifest \"s3://lake/m\" is missing");
  }

  @Test
  void encryptedManifestListIsADoubt() {
    lake.put(
        table,
        "{\"format-version\":3,\"current-snapshot-id\":5,\"snapshots\":[{\"snapshot-id\":5,"
            + "\"key-id\":\"k\",\"manifest-list\":\""
            + LIST
            + "\"}]}");
    is(
        deep(),
        FileState.UNKNOWN,
        "the manifest list \"" + LIST + "\" is encrypted, so its manifests are not known");
  }

  @Test
  void placeThatNeverRespondedIsNotProbedForEver() {
    CircuitBreaker patient = new CircuitBreaker(lake.silence("s3://down/"));
    FileCheck check = new FileCheck(patient, false);
    for (int i = 0; i < 30; i++) {
      assertThat(check.check("s3://down/" + i, TABLE).state()).isEqualTo(FileState.UNKNOWN);
    }
    assertThat(lake.asked()).hasSize(20);
    assertThat(check.check("s3://down/x", TABLE).message())
        .isEqualTo("not asked for: \"s3://down\" has not answered 20 questions, and none before");
    assertThat(check.check(table, TABLE)).isEqualTo(Result.PRESENT);
  }

  @Test
  void placeThatOnceRespondedIsProbedAgain() {
    FileCheck check = new FileCheck(new CircuitBreaker(lake.silence("s3://lake/denied/")), false);
    check.check(table, TABLE);
    for (int i = 0; i < 30; i++) {
      check.check("s3://lake/denied/" + i, TABLE);
    }
    assertThat(lake.asked()).hasSize(31);
  }
}
