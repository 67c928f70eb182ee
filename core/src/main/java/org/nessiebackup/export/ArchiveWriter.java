package org.nessiebackup.export;

import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.CommitWalk;
import org.nessiebackup.catalog.IdTable;
import org.nessiebackup.catalog.ObjectFilter;
import org.nessiebackup.catalog.ReferenceRows;
import org.nessiebackup.catalog.RepositoryReader;
import org.nessiebackup.nessie.ArchivedObjects;
import org.nessiebackup.nessie.Contents;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.Micros;
import org.nessiebackup.nessie.NessieArchive;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.NessieObject.Commit;
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
  private final ReferenceRows references;
  private final String repository;
  private final WorkContext context;
  private final CommitTrouble trouble;

  /** Ids of objects that belong to what was written; they may exist or not. */
  private final IdTable derived = new IdTable();

  ArchiveWriter(
      CatalogSource source, ReferenceRows references, String repository, WorkContext context) {
    this.source = source;
    this.references = references;
    this.repository = repository;
    this.context = context;
    this.trouble = new CommitTrouble(source.describe());
  }

  /** Writes the zip file. */
  ExportReport.Content.NessieZip write(OutputStream target) {
    Instant now = context.clock().instant();
    ZipFiles zip = new ZipFiles(target, now);
    InMemoryCommits objects = new InMemoryCommits(trouble, references.description(repository));
    objects.addAll(source, repository);
    ObjectId description = description(objects);
    ZipFiles.Messages commits = writeCommits(zip, objects, now);
    ZipFiles.Messages heads = zip.messages(NessieArchive.REFERENCES);
    heads().forEach(row -> heads.add(NessieArchive.reference(row)));
    heads.close();
    ZipFiles.Messages others = writeOthers(zip, description);
    zip.write(
        NessieArchive.METADATA,
        NessieArchive.metadata(
            new NessieArchive.Contained(
                now.toEpochMilli(),
                context.tool(),
                heads.files(),
                commits.files(),
                others.files())));
    zip.finish();
    return new ExportReport.Content.NessieZip(
        repository,
        commits.files().count(),
        heads.files().count(),
        others.files().count(),
        references.repositories().stream().filter(name -> !name.equals(repository)).toList());
  }

  /** Branches and tags, without those that are about to be dropped. */
  private List<ReferenceRow> heads() {
    return references.all(repository).stream()
        .filter(row -> !row.deleted() && !row.isInternal())
        .toList();
  }

  private ZipFiles.Messages writeCommits(ZipFiles zip, InMemoryCommits objects, Instant now) {
    context.progress().step("writing commits", objects.length());
    ZipFiles.Messages commits = zip.messages(NessieArchive.COMMITS);
    CommitOrder order =
        new CommitOrder(objects.graph(), trouble, number -> commits.add(commit(number, objects)));
    CommitWalk walk = new CommitWalk(objects.graph(), order);
    for (ReferenceRow row : heads()) {
      head(row, objects).ifPresent(walk::from);
    }
    commits.close();
    zip.write(
        NessieArchive.HEADS, NessieArchive.heads(order.heads(), order.forks(), Micros.of(now)));
    return commits;
  }

  /** The number of a reference's head; absent for one without commits. */
  private Optional<Integer> head(ReferenceRow row, InMemoryCommits objects) {
    if (row.pointer().equals(ObjectId.EMPTY)) {
      return Optional.empty();
    }
    if (row.pointer().size() == 0) {
      throw trouble.damaged("reference \"%s\" points nowhere".formatted(row.name()));
    }
    int head = objects.find(row.pointer());
    if (head == IdTable.NONE) {
      throw trouble.missing(row.pointer());
    }
    return Optional.of(head);
  }

  private byte[] commit(int number, InMemoryCommits objects) {
    context.cancellation().check();
    InMemoryCommits.Content commit = objects.commit(number);
    List<byte[]> operations = new ArrayList<>();
    for (InMemoryCommits.Operation operation : commit.operations()) {
      operations.add(
          operation
              .value()
              .map(value -> put(operation.message(), value, objects))
              .orElse(operation.message()));
    }
    context.progress().advanced(1, commit.length());
    return NessieArchive.withOperations(commit.message(), operations);
  }

  private byte[] put(byte[] operation, ObjectId value, InMemoryCommits objects) {
    PortableContent content =
        objects.value(value).map(Contents::portable).orElseThrow(() -> trouble.missing(value));
    content.derived().forEach(derived::intern);
    return NessieArchive.withContent(operation, content);
  }

  private ZipFiles.Messages writeOthers(ZipFiles zip, ObjectId description) {
    ArchivedObjects.ofRepository().forEach(derived::intern);
    ZipFiles.Messages objects = zip.messages(NessieArchive.OBJECTS);
    AtomicReference<ObjectRow> text = new AtomicReference<>();
    ObjectFilter wanted =
        (space, id, type) ->
            id.equals(description)
                || (ArchivedObjects.mayBe(type) && derived.find(id) != IdTable.NONE);
    source.objects(
        wanted.in(repository),
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
    zip.write(NessieArchive.DESCRIPTION, NessieArchive.description(repository, found));
    return objects;
  }

  /** The text that describes the repository, without which Nessie imports nothing. */
  private ObjectId description(InMemoryCommits objects) {
    ObjectId head =
        references
            .description(repository)
            .orElseThrow(
                () ->
                    trouble.damaged(
                        "the reference \"%s\" is missing"
                            .formatted(RepositoryDescription.REFERENCE)));
    Commit commit = objects.description().orElseThrow(() -> trouble.missing(head));
    return commit.index().entries().stream()
        .filter(entry -> entry.storedKey().equals(RepositoryDescription.STORED_KEY))
        .findFirst()
        .or(
            () ->
                new RepositoryReader(source, repository)
                    .tree(head)
                    .findStored(RepositoryDescription.STORED_KEY))
        .flatMap(IndexEntry::value)
        .orElseThrow(
            () ->
                trouble.damaged(
                    "the Nessie repository \"%s\" has no description".formatted(repository)));
  }
}
