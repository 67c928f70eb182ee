package org.nessiebackup.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.nessiebackup.browse.CommitReport;
import org.nessiebackup.browse.ContentHistoryReport;
import org.nessiebackup.browse.ContentHistoryReport.State;
import org.nessiebackup.browse.ContentReport;
import org.nessiebackup.browse.DifferenceReport;
import org.nessiebackup.browse.KeyListReport;
import org.nessiebackup.browse.LogReport;
import org.nessiebackup.browse.PlaceReport;
import org.nessiebackup.browse.ReferenceListReport;
import org.nessiebackup.catalog.CommitGraph;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.NessieContent;
import org.nessiebackup.nessie.ObjectId;

/** Commands that look into a catalog. */
public final class BrowseJson {
  private static final Shape<PlaceReport> PLACE =
      Shape.of(PlaceReport.class)
          .textIf("backup_id", place -> place.point().map(id -> id.backup().value()))
          .text("source", PlaceReport::description)
          .time("state_of", PlaceReport::stateOf)
          .text("repository", PlaceReport::repository);

  private static final Shape<Map.Entry<String, List<String>>> PROPERTY =
      Shape.<Map.Entry<String, List<String>>>empty()
          .text("name", Map.Entry::getKey)
          .texts("values", Map.Entry::getValue);

  private static final Shape<CommitReport> COMMIT =
      Shape.of(CommitReport.class)
          .text("hash", commit -> commit.id().hex())
          .texts("parents", commit -> commit.parents().stream().map(ObjectId::hex).toList())
          .number("seq", CommitReport::seq)
          .text("created", commit -> commit.created().toString())
          .texts("authors", commit -> commit.metadata().authors())
          .textIf("committer", commit -> commit.metadata().committer())
          .text("message", commit -> commit.metadata().message())
          .list("properties", PROPERTY, commit -> commit.metadata().properties().entrySet())
          .texts("put", commit -> keys(commit.put()))
          .texts("removed", commit -> keys(commit.removed()));

  private static final Shape<ReferenceListReport.Entry> REFERENCE =
      Shape.of(ReferenceListReport.Entry.class)
          .text("name", ReferenceListReport.Entry::name)
          .text("type", reference -> reference.kind().name())
          .text("hash", reference -> reference.head().hex())
          .flag("default", ReferenceListReport.Entry::isDefault)
          .flag("missing", ReferenceListReport.Entry::broken)
          .objectIf("commit", COMMIT, ReferenceListReport.Entry::commit);

  /** {@code refs}. */
  public static final Shape<ReferenceListReport> REFERENCES =
      Shape.of(ReferenceListReport.class)
          .members(PLACE, ReferenceListReport::place)
          .list("references", REFERENCE, ReferenceListReport::references);

  /** {@code log}. */
  public static final Shape<LogReport> LOG =
      Shape.of(LogReport.class)
          .members(PLACE, LogReport::place)
          .text("reference", LogReport::reference)
          .list("commits", COMMIT, LogReport::commits)
          .flag("more", LogReport::more);

  private static final Shape<KeyListReport.Entry> KEY =
      Shape.of(KeyListReport.Entry.class)
          .text("key", entry -> entry.key().toString())
          .texts("elements", entry -> entry.key().elements())
          .text("type", KeyListReport.Entry::type)
          .textIf("content_id", entry -> entry.contentId().map(UUID::toString));

  /** {@code ls}. */
  public static final Shape<KeyListReport> KEYS =
      Shape.of(KeyListReport.class)
          .members(PLACE, KeyListReport::place)
          .text("reference", KeyListReport::reference)
          .text("hash", report -> report.head().hex())
          .list("entries", KEY, KeyListReport::entries);

  /** {@code cat}. */
  public static final Shape<ContentReport> CONTENT =
      Shape.of(ContentReport.class)
          .members(PLACE, ContentReport::place)
          .text("reference", ContentReport::reference)
          .text("hash", report -> report.head().hex())
          .text("key", report -> report.key().toString())
          .text("type", report -> report.content().type())
          .text("content_id", report -> report.content().id())
          .textIf("metadata_location", report -> report.content().metadataLocation())
          .text("content_json", report -> report.content().json());

  private static final Shape<DifferenceReport.ContentChange> CONTENT_CHANGE =
      Shape.of(DifferenceReport.ContentChange.class)
          .text("change", each -> Labels.of(each.change()))
          .text("key", each -> each.key().toString())
          .text("type", DifferenceReport.ContentChange::type)
          .textIf("from_metadata_location", DifferenceReport.ContentChange::from)
          .textIf("to_metadata_location", DifferenceReport.ContentChange::to);

  private static final Shape<DifferenceReport.ReferenceChange> REFERENCE_CHANGE =
      Shape.of(DifferenceReport.ReferenceChange.class)
          .text("change", each -> Labels.of(each.move()))
          .text("type", each -> each.kind().name())
          .text("name", DifferenceReport.ReferenceChange::name)
          .textIf("from_hash", each -> each.from().map(ObjectId::hex))
          .textIf("to_hash", each -> each.to().map(ObjectId::hex))
          .numberIf("commits_gained", each -> each.distance().map(CommitGraph.Distance::ahead))
          .numberIf("commits_lost", each -> each.distance().map(CommitGraph.Distance::behind))
          .list("contents", CONTENT_CHANGE, DifferenceReport.ReferenceChange::contents);

  /** {@code diff}. */
  public static final Shape<DifferenceReport> DIFFERENCES =
      Shape.of(DifferenceReport.class)
          .object("from", PLACE, DifferenceReport::before)
          .object("to", PLACE, DifferenceReport::after)
          .number("same", DifferenceReport::same)
          .list("references", REFERENCE_CHANGE, DifferenceReport::references);

  private static final Shape<ContentHistoryReport.Moment> MOMENT =
      Shape.of(ContentHistoryReport.Moment.class)
          .text("backup_id", moment -> moment.backup().value())
          .time("state_of", ContentHistoryReport.Moment::at);

  private static final Shape<NessieContent> PRESENT =
      Shape.of(NessieContent.class)
          .text("type", NessieContent::type)
          .text("content_id", NessieContent::id)
          .textIf("metadata_location", NessieContent::metadataLocation)
          .text("content_json", NessieContent::json);

  private static final Shape<ContentHistoryReport.Span> SPAN =
      Shape.of(ContentHistoryReport.Span.class)
          .object("first", MOMENT, ContentHistoryReport.Span::first)
          .object("last", MOMENT, ContentHistoryReport.Span::last)
          .number("backups", ContentHistoryReport.Span::backups)
          .text("state", span -> label(span.state()))
          .membersIf(PRESENT, span -> content(span.state()));

  private static final Shape<ContentHistoryReport.UnreadableBackup> UNREADABLE =
      Shape.of(ContentHistoryReport.UnreadableBackup.class)
          .text("id", each -> each.backup().value())
          .text("message", ContentHistoryReport.UnreadableBackup::message);

  /** {@code find-change}. */
  public static final Shape<ContentHistoryReport> HISTORY =
      Shape.of(ContentHistoryReport.class)
          .text("key", report -> report.key().toString())
          .text("reference", ContentHistoryReport::reference)
          .number("backups", report -> report.extent().backups())
          .number("looked_into", report -> report.extent().looked())
          .flag("more", report -> report.extent().more())
          .list("spans", SPAN, ContentHistoryReport::spans)
          .textIf(
              "before_last_change",
              report -> report.beforeLastChange().map(span -> span.last().backup().value()))
          .list("unreadable", UNREADABLE, ContentHistoryReport::unreadable);

  private BrowseJson() {}

  private static List<String> keys(List<ContentKey> keys) {
    return keys.stream().map(ContentKey::toString).toList();
  }

  private static String label(State state) {
    return switch (state) {
      case State.Present present -> "present";
      case State.NoContent none -> "absent";
      case State.NoReference none -> "no-reference";
    };
  }

  private static Optional<NessieContent> content(State state) {
    return state instanceof State.Present present
        ? Optional.of(present.content())
        : Optional.empty();
  }
}
