package org.nessiebackup.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nessiebackup.BackupId;
import org.nessiebackup.Column;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.manifest.DictionaryEntry;
import org.nessiebackup.manifest.KeyList;
import org.nessiebackup.manifest.Lineage;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableChanges;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.manifest.Times;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.manifest.VaultSettings;

/** Manifests that look like real ones. */
public final class SampleManifests {
  /** The vault of {@link #vault}. */
  public static final String VAULT_ID = "0b9c3c50-93a5-4d1e-8a2e-6c8b58d7a1f4";

  /** The moment at which everything in these manifests happened, but what has another name. */
  public static final Instant TIME = Instant.parse("2026-11-22T02:00:00Z");

  private SampleManifests() {}

  /** What {@code vault.json} says. */
  public static VaultDescription vault() {
    return new VaultDescription(
        VAULT_ID, TIME, "nessie-backup 0.1.0", Manifest.NOT_ENCRYPTED, Optional.empty());
  }

  /** A live server as the source. */
  public static Source server() {
    return new Source.Server(
        Optional.of("7402918374650192837"),
        Optional.of(1),
        "nessie",
        16384,
        "nessie",
        "JDBC2",
        "15.4",
        150004,
        false,
        Optional.of("0/1A2B380"),
        "742:742:",
        Optional.of(TIME.minusSeconds(99)),
        Optional.of("0/1A2B3C8"));
  }

  /** A backup of the given tables. */
  public static Manifest of(BackupId id, List<TableEntry> tables) {
    return of(id, server(), tables);
  }

  /** A backup of the given tables from a source. */
  public static Manifest of(BackupId id, Source source, List<TableEntry> tables) {
    return Manifest.full(
            id,
            VAULT_ID,
            "nessie-backup 0.1.0",
            new Times(id.time(), id.time().plusMillis(12), id.time().plusSeconds(3)),
            Protection.NONE,
            source)
        .withTables(tables);
  }

  /** A table with so many columns of type {@code bytea}, the first of which is the key. */
  public static TableEntry table(
      String name, int fields, long rows, String digest, List<SegmentEntry> segments) {
    List<Column> columns =
        IntStream.range(0, fields)
            .mapToObj(
                number ->
                    new Column(
                        "c" + number,
                        new QualifiedName("pg_catalog", "bytea"),
                        -1,
                        number == 0,
                        Optional.empty(),
                        Optional.empty()))
            .toList();
    return new TableEntry(
        new TableShape(name, columns, List.of("c0")),
        Optional.of(new TableEntry.Identity(16390, 16390)),
        rows,
        digest,
        segments,
        Optional.empty(),
        Optional.empty());
  }

  /** An incremental backup that builds on {@link #rich}. */
  public static Manifest incremental() {
    Manifest full = rich();
    TableEntry objects = full.tables().get(1);
    return new Manifest(
        new BackupId("20261122T030000Z-0000"),
        full.vault(),
        full.tool(),
        new Lineage(BackupType.INCREMENTAL, Optional.of(full.id()), Optional.of("67".repeat(32))),
        new Times(TIME, TIME, TIME),
        new Protection(Manifest.NOT_ENCRYPTED, 1),
        List.of("before the migration"),
        new Manifest.Revision(1, Optional.of("89".repeat(32))),
        server(),
        List.of(
            full.tables().getFirst(),
            new TableEntry(
                objects.shape(),
                objects.identity(),
                5,
                objects.digest(),
                objects.segments(),
                Optional.empty(),
                Optional.of(
                    new TableChanges(
                        9,
                        "0123456789abcdef",
                        4,
                        1,
                        2,
                        Optional.of(new KeyList("objs2.deleted", 2, 32, "45".repeat(32))),
                        Optional.of(full.id()))))));
  }

  /** Settings with all kinds of members. */
  public static VaultSettings settings() {
    return new VaultSettings(
        2,
        VAULT_ID,
        TIME,
        "nessie-backup 0.1.0",
        new VaultSettings.Keys(
            List.of("age1one", "age1two"),
            List.of("ab".repeat(32), "cd".repeat(32)),
            Optional.of("age1list")),
        new RetentionPolicy(
            1,
            new RetentionPolicy.Periods(2, 3, 4, 5, 6),
            Optional.of(Duration.ofHours(36)),
            List.of("audit"),
            Optional.of(Duration.ofDays(9)),
            "Europe/Berlin"),
        Duration.ofDays(7));
  }

  /** A whole manifest with all kinds of members. */
  public static Manifest rich() {
    Column repo =
        new Column(
            "repo",
            new QualifiedName("pg_catalog", "varchar"),
            259,
            true,
            Optional.of(new QualifiedName("pg_catalog", "C")),
            Optional.of("it's \"odd\" \\ \u00e4\u20ac\ud83d\ude00 \ufffd \t"));
    Column id =
        new Column(
            "id",
            new QualifiedName("pg_catalog", "bytea"),
            -1,
            false,
            Optional.empty(),
            Optional.empty());
    TableEntry references =
        new TableEntry(
            new TableShape("refs2", List.of(repo, id), List.of("repo", "id")),
            Optional.of(new TableEntry.Identity(4294967295L, 16390)),
            3,
            "ab".repeat(32),
            List.of(
                new SegmentEntry(
                    "refs2-0000.copy.zst", 3, 300, 120, "cd".repeat(32), Optional.empty())),
            Optional.empty(),
            Optional.empty());
    TableEntry objects =
        new TableEntry(
            new TableShape("objs2", List.of(id), List.of()),
            Optional.empty(),
            5,
            "0".repeat(64),
            List.of(
                new SegmentEntry(
                    "objs2-0000.copy.zst",
                    5,
                    5_000_000_000L,
                    120,
                    "ef".repeat(32),
                    Optional.of(new KeyList("objs2-0000.keys", 5, 80, "23".repeat(32)))),
                new SegmentEntry(
                    "objs2-0001.copy.zst", 0, 21, 30, "01".repeat(32), Optional.empty())),
            Optional.of(
                new DictionaryEntry(
                    new SegmentEntry(
                        "objs2.dictionary.copy.zst", 2, 99, 70, "54".repeat(32), Optional.empty()),
                    "32".repeat(32),
                    List.of("(0,1)", "(4294967295,65535)"))),
            Optional.empty());
    return of(new BackupId("20261122T020000Z-7f3a"), List.of(references, objects));
  }
}
