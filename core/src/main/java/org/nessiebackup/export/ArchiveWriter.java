package org.nessiebackup.export;

import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.ObjectFilter;
import org.nessiebackup.catalog.RepositoryReader;
import org.nessiebackup.nessie.ArchivedObjects;
import org.nessiebackup.nessie.Contents;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieArchive;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.NumberedIds;
import org.nessiebackup.nessie.ObjectDecoder;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.PortableContent;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.nessie.RepositoryDescription;

/**
 * Writes one Nessie repository in Nessie's export format, with two passes over its objects: the
 * first one gathers commits and contents, the second one finds what belongs to them by its id.
 */
final class ArchiveWriter {
  private final CatalogSource source;
  private final RepositoryRows rows;
  private final WorkContext context;

  /** Ids of objects that belong to what was written; they may exist or not. */
  private final NumberedIds companions = new NumberedIds();

  ArchiveWriter(CatalogSource source, RepositoryRows rows, WorkContext context) {
    this.source = source;
    this.rows = rows;
    this.context = context;
  }

  /** Writes the zip file. */
  ExportReport.Content.NessieZip write(OutputStream target) {
    Instant now = context.clock().instant();
    ZipFiles zip = new ZipFiles(target, now);
    Gathering gathered = Gathering.of(source, rows);
    ObjectId description = description(gathered);
    ZipFiles.Messages commits = writeCommits(zip, gathered, now);
    ZipFiles.Messages references = zip.messages(NessieArchive.REFERENCES);
    rows.references().forEach(row -> references.add(NessieArchive.reference(row)));
    references.close();
    ZipFiles.Messages objects = writeObjects(zip, gathered.trouble(), description);
    zip.write(
        NessieArchive.METADATA,
        NessieArchive.metadata(
            new NessieArchive.Contained(
                now.toEpochMilli(),
                context.tool(),
                references.count(),
                references.names(),
                commits.count(),
                commits.names(),
                objects.count(),
                objects.names())));
    zip.finish();
    return new ExportReport.Content.NessieZip(
        rows.repository(), commits.count(), references.count(), objects.count(), rows.others());
  }

  private ZipFiles.Messages writeCommits(ZipFiles zip, Gathering gathered, Instant now) {
    context.progress().step("writing commits", gathered.commits().length());
    ZipFiles.Messages commits = zip.messages(NessieArchive.COMMITS);
    CommitOrder order = new CommitOrder(gathered.commits(), gathered.trouble());
    for (ReferenceRow row : rows.references()) {
      head(row, gathered)
          .ifPresent(head -> order.walk(head, number -> commits.add(commit(number, gathered))));
    }
    commits.close();
    zip.write(
        NessieArchive.HEADS,
        NessieArchive.heads(
            order.heads(), order.forks(), ChronoUnit.MICROS.between(Instant.EPOCH, now)));
    return commits;
  }

  /** The number of a reference's head; absent for one without commits. */
  private static Optional<Integer> head(ReferenceRow row, Gathering gathered) {
    if (row.pointer().equals(ObjectId.EMPTY)) {
      return Optional.empty();
    }
    if (row.pointer().size() == 0) {
      throw gathered.trouble().damaged("reference \"%s\" points nowhere".formatted(row.name()));
    }
    Optional<Integer> head = gathered.commits().find(row.pointer());
    if (head.isEmpty()) {
      throw gathered.trouble().missing(row.pointer());
    }
    return head;
  }

  private byte[] commit(int number, Gathering gathered) {
    context.cancellation().check();
    GatheredCommits.Content commit = gathered.commits().content(number);
    List<byte[]> operations = new ArrayList<>();
    for (GatheredCommits.Operation operation : commit.operations()) {
      operations.add(
          operation
              .value()
              .map(value -> put(operation.message(), value, gathered))
              .orElse(operation.message()));
    }
    context.progress().advanced(1, commit.length());
    return NessieArchive.withOperations(commit.message(), operations);
  }

  private byte[] put(byte[] operation, ObjectId value, Gathering gathered) {
    PortableContent content =
        gathered
            .values()
            .find(value)
            .map(Contents::portable)
            .orElseThrow(() -> gathered.trouble().missing(value));
    content.companions().forEach(companions::add);
    return NessieArchive.withContent(operation, content);
  }

  private ZipFiles.Messages writeObjects(
      ZipFiles zip, CommitTrouble trouble, ObjectId description) {
    ArchivedObjects.ofRepository().forEach(companions::add);
    ZipFiles.Messages objects = zip.messages(NessieArchive.OBJECTS);
    AtomicReference<ObjectRow> text = new AtomicReference<>();
    ObjectFilter wanted =
        (repository, id, type) ->
            id.equals(description)
                || (ArchivedObjects.mayBe(type) && companions.find(id) != NumberedIds.NONE);
    source.objects(
        wanted.in(rows.repository()),
        row -> {
          if (row.id().equals(description)) {
            text.set(row);
          } else {
            byte[] object = ArchivedObjects.message(row);
            synchronized (objects) {
              objects.add(object);
            }
          }
        });
    objects.close();
    if (text.get() == null) {
      throw trouble.missing(description);
    }
    if (!(ObjectDecoder.decode(text.get()) instanceof NessieObject.Text found)) {
      throw trouble.damaged("object \"%s\" cannot be read as a text".formatted(description));
    }
    zip.write(NessieArchive.DESCRIPTION, NessieArchive.description(rows.repository(), found));
    return objects;
  }

  /** The text that describes the repository, without which Nessie imports nothing. */
  private ObjectId description(Gathering gathered) {
    ObjectId head =
        rows.description()
            .orElseThrow(
                () ->
                    gathered
                        .trouble()
                        .damaged(
                            "the reference \"%s\" is missing"
                                .formatted(RepositoryDescription.REFERENCE)));
    Commit commit = gathered.description().orElseThrow(() -> gathered.trouble().missing(head));
    return commit.embedded().stream()
        .filter(entry -> entry.storedKey().equals(RepositoryDescription.STORED_KEY))
        .findFirst()
        .or(
            () ->
                new RepositoryReader(source, rows.repository())
                    .tree(head)
                    .findStored(RepositoryDescription.STORED_KEY))
        .flatMap(IndexEntry::value)
        .orElseThrow(
            () ->
                gathered
                    .trouble()
                    .damaged(
                        "the Nessie repository \"%s\" has no description"
                            .formatted(rows.repository())));
  }
}
