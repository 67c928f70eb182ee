package org.nessiebackup.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.testing.NessieZip;

/** The zip file as its reader sees it. */
class NessieZipTest {
  private static final String EMPTY = ObjectId.EMPTY.hex();
  private static ZipScene scene;
  private @TempDir Path folder;

  @BeforeAll
  static void fill() {
    scene = new ZipScene();
    scene.backup();
  }

  @AfterAll
  static void drop() {
    scene.close();
  }

  private NessieZip export(CatalogOrigin source) {
    return scene.export(source, "", folder.resolve("export.zip"));
  }

  @Test
  void filesAreInTheOrderOfNessiesAndTheMetadataComeLast() {
    NessieZip zip = export(ZipScene.LIVE);

    assertThat(zip.names())
        .containsExactly(
            "commits-00000001",
            "heads-and-forks",
            "named-refs-00000001",
            "custom-00000001",
            "repository-description",
            "export-metadata");
    assertThat(zip.metadata().choice("version")).isEqualTo("V3");
    assertThat(zip.metadata().text("nessie_version")).isEqualTo("nessie-backup test");
    assertThat(zip.description().text("repository_id")).isEmpty();
    assertThat(zip.description().number("repository_created_timestamp_millis")).isPositive();
  }

  @Test
  void parentsAndWhatWasMergedComeBeforeACommitAndHeadsAreNobodysParent() {
    NessieZip zip = export(ZipScene.LIVE);
    Set<String> before = new HashSet<>(Set.of(EMPTY));
    Map<String, Integer> children = new HashMap<>();
    int merges = 0;
    for (NessieZip.Message commit : zip.commits()) {
      assertThat(before).contains(commit.hex("parent_commit_id"));
      assertThat(before).containsAll(commit.hexes("additional_parents"));
      merges += commit.hexes("additional_parents").size();
      assertThat(before.add(commit.hex("commit_id"))).as("each commit comes once").isTrue();
      children.merge(commit.hex("parent_commit_id"), 1, Integer::sum);
    }
    assertThat(merges).isPositive();
    List<String> heads =
        before.stream().filter(id -> !children.containsKey(id) && !id.equals(EMPTY)).toList();
    List<String> forks =
        children.entrySet().stream()
            .filter(entry -> entry.getValue() > 1 && !entry.getKey().equals(EMPTY))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(zip.heads().hexes("heads")).containsExactlyInAnyOrderElementsOf(heads);
    assertThat(zip.heads().hexes("fork_points")).containsExactlyInAnyOrderElementsOf(forks);
    assertThat(forks).isNotEmpty();
    assertThat(zip.heads().number("scan_started_at_in_micros")).isPositive();
  }

  @Test
  void aBranchWithoutCommitsIsThereAndOneThatIsAboutToBeDroppedIsNot() {
    Map<String, NessieZip.Message> references = new TreeMap<>();
    export(ZipScene.LIVE).references().forEach(row -> references.put(row.text("name"), row));

    assertThat(references.get("refs/heads/odd/empty").hex("pointer")).isEqualTo(EMPTY);
    assertThat(references).doesNotContainKey("refs/heads/odd-half-dropped");
    assertThat(references.keySet()).noneMatch(name -> name.startsWith("int/"));
    assertThat(references.get("refs/tags/odd-signed").has("extended_info_obj")).isTrue();
    assertThat(references.get("refs/heads/main").has("extended_info_obj")).isFalse();
    assertThat(references.get("refs/tags/odd-without-time").number("created_at_micros")).isZero();
  }

  @Test
  void idsOfContentsAreTakenInTheNewStoreToo() {
    NessieZip zip = export(ZipScene.LIVE);
    Set<String> taken = new HashSet<>();
    for (NessieZip.Message object : zip.objects()) {
      assertThat(object.text("type_name")).isEqualTo("u");
      assertThat(object.text("space")).isEqualTo("content-id");
      taken.add(object.hex("data"));
    }
    Set<String> used = new HashSet<>();
    for (NessieZip.Message commit : zip.commits()) {
      for (NessieZip.Message operation : commit.messages("operations")) {
        if (operation.choice("operation_type").equals("Put")) {
          used.add(operation.text("content_id").replace("-", ""));
        }
      }
    }
    assertThat(taken).isEqualTo(used).isNotEmpty();
  }

  @Test
  void aBackupGivesWhatTheLiveCatalogGives() {
    NessieZip live = export(ZipScene.LIVE);
    NessieZip backup = export(ZipScene.BACKUP);

    assertThat(backup.commits()).isEqualTo(live.commits());
    assertThat(backup.references()).isEqualTo(live.references());
    assertThat(Set.copyOf(backup.objects())).isEqualTo(Set.copyOf(live.objects()));
    assertThat(backup.description()).isEqualTo(live.description());
  }

  @Test
  void ofSeveralRepositoriesTheOneWithoutANameIsTakenAndTheOthersAreNamed() {
    Path file = folder.resolve("default.zip");
    ExportReport report = scene.export(ZipScene.LIVE, Optional.empty(), file);
    ExportReport.Content.NessieZip content = (ExportReport.Content.NessieZip) report.content();

    assertThat(content.repository()).isEmpty();
    assertThat(content.otherRepositories()).containsExactly("other");
    assertThat(content.commits()).isEqualTo(new NessieZip(file).commits().size());
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> scene.export(ZipScene.LIVE, Optional.of("nobodys"), file))
        .matches(e -> e.failure() == Failure.REFERENCE_NOT_FOUND)
        .matches(e -> e.hint().orElseThrow().contains("\"\", \"other\""));
  }
}
