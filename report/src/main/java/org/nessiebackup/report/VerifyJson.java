package org.nessiebackup.report;

import java.util.Optional;
import org.nessiebackup.files.FilesReport;
import org.nessiebackup.files.ShardReport;
import org.nessiebackup.integrity.GraphReport;
import org.nessiebackup.verify.JournalReport;
import org.nessiebackup.verify.VerifyReport;

/** {@code verify}: backups, the catalog in them, and the files that it points to. */
public final class VerifyJson {
  private static final Shape<VerifyReport.Finding> FINDING =
      Shape.of(VerifyReport.Finding.class)
          .text("kind", finding -> Labels.of(finding.kind()))
          .textIf("table", VerifyReport.Finding::table)
          .textIf("object", VerifyReport.Finding::object)
          .text("message", VerifyReport.Finding::message);

  private static final Shape<VerifyReport.BackupResult> BACKUP =
      Shape.of(VerifyReport.BackupResult.class)
          .text("id", backup -> backup.id().value())
          .flag("sound", VerifyReport.BackupResult::sound)
          .number("segments", VerifyReport.BackupResult::segments)
          .number("rows", VerifyReport.BackupResult::rows)
          .number("stored_bytes", VerifyReport.BackupResult::storedBytes)
          .list("findings", FINDING, VerifyReport.BackupResult::findings);

  private static final Shape<VerifyReport.TipResult> TIPS =
      Shape.of(VerifyReport.TipResult.class)
          .text("base", tips -> tips.base().value())
          .flag("sound", VerifyReport.TipResult::sound)
          .number("usable", VerifyReport.TipResult::usable)
          .number("compared", VerifyReport.TipResult::compared)
          .list("findings", FINDING, VerifyReport.TipResult::findings);

  /** Backups and their catalogs. */
  public static final Shape<Result> RESULT =
      Shape.of(Result.class)
          .flag("sound", result -> result.backups().sound())
          .flag("quick", result -> result.backups().quick())
          .list("backups", BACKUP, result -> result.backups().backups())
          .list("tips", TIPS, result -> result.backups().tips())
          .objectIf("graph", GraphJson.REPORT, Result::graph);

  private static final Shape<FilesReport.Counts> COUNTS =
      Shape.of(FilesReport.Counts.class)
          .number("present", FilesReport.Counts::present)
          .number("missing", FilesReport.Counts::missing)
          .number("damaged", FilesReport.Counts::damaged)
          .number("unknown", FilesReport.Counts::unknown)
          .number("skipped", FilesReport.Counts::skipped);

  private static final Shape<FilesReport.TableFile> TABLE =
      Shape.of(FilesReport.TableFile.class)
          .text("key", FilesReport.TableFile::key)
          .text("type", FilesReport.TableFile::type)
          .text("state", table -> Labels.of(table.state()))
          .textIf("location", FilesReport.TableFile::location)
          .text("message", FilesReport.TableFile::message);

  private static final Shape<FilesReport.ReferenceFiles> REFERENCE =
      Shape.of(FilesReport.ReferenceFiles.class)
          .text("repository", FilesReport.ReferenceFiles::repository)
          .text("kind", each -> Labels.of(each.reference().kind()))
          .text("name", each -> each.reference().name())
          .flag("sound", FilesReport.ReferenceFiles::sound)
          .object("tables", COUNTS, FilesReport.ReferenceFiles::tables)
          .number("others", FilesReport.ReferenceFiles::others)
          .texts("trouble", FilesReport.ReferenceFiles::trouble)
          .list("named", TABLE, FilesReport.ReferenceFiles::named);

  private static final Shape<FilesReport> REPORT =
      Shape.of(FilesReport.class)
          .flag("sound", FilesReport::sound)
          .text("source", FilesReport::source)
          .time("state_of", FilesReport::stateOf)
          .flag("deep", report -> report.options().deep())
          .number("share", report -> report.options().share())
          .number("seed", report -> report.options().seed())
          .object("files", COUNTS, FilesReport::files)
          .number("parts", FilesReport::parts)
          .list("references", REFERENCE, FilesReport::references);

  private static final Shape<ShardReport> SHARD =
      Shape.of(ShardReport.class)
          .text("run", ShardReport::run)
          .number("index", report -> report.shard().index())
          .number("count", report -> report.shard().count());

  /** Files. */
  public static final Shape<Found> FILES =
      Shape.of(Found.class).members(REPORT, Found::files).objectIf("shard", SHARD, Found::shard);

  private static final Shape<JournalReport.Pair> PAIR =
      Shape.of(JournalReport.Pair.class)
          .text("from", pair -> pair.from().value())
          .text("to", pair -> pair.to().value())
          .number("transactions", JournalReport.Pair::transactions)
          .text("outcome", pair -> Labels.of(pair.outcome()))
          .textIf("message", JournalReport.Pair::message);

  /** The journal. */
  public static final Shape<JournalReport> JOURNAL =
      Shape.of(JournalReport.class)
          .flag("sound", JournalReport::sound)
          .number("proven", JournalReport::proven)
          .number("known", JournalReport::known)
          .list("pairs", PAIR, JournalReport::examined)
          .objectIf("outside", ReplayJson.NO_BASE, JournalReport::outside)
          .texts("damage", JournalReport::damage);

  private VerifyJson() {}

  /**
   * What {@code verify --files} found.
   *
   * @param files how they are
   * @param shard absent unless they are those of a part
   */
  public record Found(FilesReport files, Optional<ShardReport> shard) {
    /** Of all files. */
    public static Found all(FilesReport files) {
      return new Found(files, Optional.empty());
    }

    /** Of a part of them. */
    public static Found of(ShardReport shard) {
      return new Found(shard.files(), Optional.of(shard));
    }
  }

  /**
   * What {@code verify} found.
   *
   * @param backups what the backups are like
   * @param graph what the catalog in one is like, if that was asked for and its bytes are sound
   */
  public record Result(VerifyReport backups, Optional<GraphReport> graph) {}
}
