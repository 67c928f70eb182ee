package org.nessiebackup.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Column;
import org.nessiebackup.Failure;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.TableShape;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.manifest.Times;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.PendingBackup;
import org.nessiebackup.vault.lease.VaultLease;

/** Random rows, exported and imported, are the same rows. */
class DumpRoundTripTest {
  private static final long SMALL_SEGMENT = 4096;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void randomTablesSurviveExportAndImport(boolean inserts) throws IOException {
    for (int seed = 0; seed < 200; seed++) {
      DumpScene scene = new DumpScene();
      Manifest before = store(scene, new Random(seed), 40);
      Manifest after = exportAndImport(scene, inserts);

      assertThat(content(after)).as("seed " + seed).isEqualTo(content(before));
    }
  }

  private static List<String> content(Manifest manifest) {
    List<String> content = new ArrayList<>(List.of(manifest.source().schema()));
    for (TableEntry table : manifest.tables()) {
      content.add(table.shape() + " " + table.rows() + " " + table.digest());
    }
    return content;
  }

  private static Manifest exportAndImport(DumpScene scene, boolean inserts) throws IOException {
    byte[] dump = scene.export(inserts);
    DumpScene other = new DumpScene();
    return new DumpImport(other.vault(), other.work().context(), SMALL_SEGMENT)
        .run(
            new ByteArrayInputStream(dump),
            new ImportOptions("-", Optional.empty(), Optional.empty(), Optional.empty()))
        .manifest();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tenMegabyteValuesSurvive(boolean inserts) throws IOException {
    DumpScene scene = new DumpScene();
    byte[] long1 = new byte[10_000_000];
    new Random(7).nextBytes(long1);
    TableShape shape = shape("refs2", List.of("bytea", "text"));
    String text = "\\'\n\té".repeat(2_000_000);
    Manifest before =
        commit(
            scene,
            "nessie",
            List.of(shape, shape("objs2", List.of("int4"))),
            writer -> {
              writer.startRow();
              writer.field(long1, 0, long1.length);
              byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
              writer.field(bytes, 0, bytes.length);
              writer.endRow();
            });

    assertThat(content(exportAndImport(scene, inserts))).isEqualTo(content(before));
  }

  @Test
  void rowsFillSeveralSegments() throws IOException {
    DumpScene scene = new DumpScene();
    Manifest before = store(scene, new Random(3), 2000);
    Manifest after = exportAndImport(scene, false);

    assertThat(content(after)).isEqualTo(content(before));
    assertThat(after.tables().getFirst().segments()).hasSizeGreaterThan(3);
  }

  @Test
  void exportOfADamagedBackupFailsAndHasNoEnd() throws IOException {
    DumpScene scene = new DumpScene();
    store(scene, new Random(5), 300);
    scene.damageSegments();

    assertThatThrownBy(() -> scene.export(false))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.DAMAGED));
  }

  @Test
  void typeThatCannotBeWrittenAsTextIsNamedBeforeTheFirstByte() throws IOException {
    DumpScene scene = new DumpScene();
    commit(
        scene,
        "nessie",
        List.of(shape("refs2", List.of("int4", "tsvector")), shape("objs2", List.of("int4"))),
        writer -> {});
    ByteArrayOutputStream target = new ByteArrayOutputStream();

    assertThatThrownBy(
            () ->
                new org.nessiebackup.export.CatalogExport(
                        scene::vault, () -> null, scene.work().context())
                    .run(
                        new org.nessiebackup.export.ExportOptions(
                            new CatalogOrigin.Backup("latest"),
                            new org.nessiebackup.export.ExportOptions.Format.Sql(false)),
                        target))
        .hasMessageContaining("\"refs2\"")
        .hasMessageContaining("pg_catalog.tsvector");
    assertThat(target.size()).isZero();
  }

  private static Manifest store(DumpScene scene, Random random, int rows) throws IOException {
    List<TableShape> shapes = new ArrayList<>();
    for (String name : List.of("refs2", "objs2")) {
      shapes.add(RandomRows.shape(name, random));
    }
    return commit(
        scene,
        RandomRows.name(random),
        shapes,
        writer -> {
          for (int i = 0; i < rows; i++) {
            RandomRows.write(writer, shapes.getFirst(), random);
          }
        });
  }

  /** Writes rows into the first table. */
  private interface Rows {
    void write(TableWriter writer);
  }

  private static Manifest commit(DumpScene scene, String schema, List<TableShape> shapes, Rows rows)
      throws IOException {
    BackupId id = BackupId.create(Instant.EPOCH);
    try (VaultLease lease =
            scene
                .vault()
                .leases()
                .acquire(Lease.Kind.BACKUP, List.of(), new TestContext().context());
        PendingBackup pending = scene.vault().writer(lease).begin(id)) {
      List<TableEntry> tables = new ArrayList<>();
      for (TableShape shape : shapes) {
        try (TableWriter writer =
            new TableWriter(
                scene.vault(), pending, shape.name(), shape.columns().size(), SMALL_SEGMENT)) {
          if (tables.isEmpty()) {
            rows.write(writer);
          }
          tables.add(writer.finish(shape));
        }
      }
      Manifest manifest =
          Manifest.full(
                  id,
                  scene.vault().description().id(),
                  "test",
                  new Times(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH),
                  Protection.NONE,
                  new Source.Dump("-", Optional.empty(), schema, "JDBC2"))
              .withTables(tables);
      pending.commit(manifest);
      return manifest;
    }
  }

  private static TableShape shape(String name, List<String> types) {
    List<Column> columns = new ArrayList<>();
    for (String type : types) {
      columns.add(
          new Column(
              "c" + columns.size(),
              new QualifiedName("pg_catalog", type),
              -1,
              false,
              Optional.empty(),
              Optional.empty()));
    }
    return new TableShape(name, columns, List.of());
  }
}
