package org.nessiebackup.nessie;

import static org.nessiebackup.nessie.ProtoMessage.message;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.projectnessie.nessie.relocated.protobuf.CodedOutputStream;

/**
 * Nessie's export format, version 3: the messages that its import tool reads, and the names of the
 * files they are in. Nessie publishes the format as {@code transfer.proto}, and the library that
 * writes it nowhere; the numbers of fields below are from there.
 *
 * <p>Files of commits, references and objects are sequences of {@linkplain #writeDelimited
 * delimited} messages; each other file is one message.
 */
public final class NessieArchive {
  /** Begins the name of a file of commits. */
  public static final String COMMITS = "commits";

  /** Begins the name of a file of references. */
  public static final String REFERENCES = "named-refs";

  /** Begins the name of a file of objects that belong to commits and contents by their ids. */
  public static final String OBJECTS = "custom";

  /** The file that says where lines of commits end and part. */
  public static final String HEADS = "heads-and-forks";

  /** The file about the repository. */
  public static final String DESCRIPTION = "repository-description";

  /** The file that says what is in the others. */
  public static final String METADATA = "export-metadata";

  private static final int VERSION = 3;
  private static final int DELETE = 1;
  private static final int OPERATION = 6;

  private NessieArchive() {}

  /** Writes a message behind its length. */
  public static void writeDelimited(OutputStream target, byte[] message) throws IOException {
    CodedOutputStream out = CodedOutputStream.newInstance(target, 16);
    out.writeUInt32NoTag(message.length);
    out.flush();
    target.write(message);
  }

  /** A commit without its operations. */
  public static byte[] commit(Commit commit) {
    return message(
        out -> {
          out.writeByteArray(1, commit.id().array());
          out.writeInt64(2, commit.seq());
          out.writeByteArray(3, commit.parent().array());
          for (ObjectId parent : commit.secondaryParents()) {
            out.writeByteArray(4, parent.array());
          }
          out.writeInt64(7, commit.createdMicros());
          out.writeString(8, commit.message());
          for (Map.Entry<String, List<String>> header : commit.headers().entrySet()) {
            out.writeByteArray(9, header(header.getKey(), header.getValue()));
          }
        });
  }

  private static byte[] header(String name, List<String> values) {
    return message(
        out -> {
          out.writeString(1, name);
          for (String value : values) {
            out.writeString(2, value);
          }
        });
  }

  /** What a commit did to a key; of a put the content is missing. */
  public static byte[] operation(IndexEntry entry) {
    return message(
        out -> {
          if (!entry.action().present()) {
            out.writeEnum(1, DELETE);
          }
          out.writeString(2, entry.storedKey());
          Optional<UUID> contentId = entry.contentId();
          if (!entry.action().present() && contentId.isPresent()) {
            out.writeString(3, contentId.get().toString());
          }
          out.writeInt32(4, entry.payload());
        });
  }

  /** A put with its content. */
  public static byte[] withContent(byte[] operation, PortableContent content) {
    return message(
        out -> {
          out.writeRawBytes(operation);
          out.writeString(3, content.contentId());
          out.writeByteArray(5, content.json());
        });
  }

  /** A commit with its operations. */
  public static byte[] withOperations(byte[] commit, List<byte[]> operations) {
    return message(
        out -> {
          out.writeRawBytes(commit);
          for (byte[] operation : operations) {
            out.writeByteArray(OPERATION, operation);
          }
        });
  }

  /** A reference. */
  public static byte[] reference(ReferenceRow row) {
    return message(
        out -> {
          out.writeString(2, row.name());
          out.writeByteArray(3, row.pointer().array());
          if (row.extendedInfo().isPresent()) {
            out.writeByteArray(4, row.extendedInfo().get().array());
          }
          out.writeInt64(5, row.createdMicros());
        });
  }

  /**
   * Where lines of commits end and part.
   *
   * @param forks commits that are the parent of several
   * @param sinceMicros when looking for them began, in microseconds since 1970
   */
  public static byte[] heads(List<ObjectId> heads, List<ObjectId> forks, long sinceMicros) {
    return message(
        out -> {
          for (ObjectId head : heads) {
            out.writeByteArray(1, head.array());
          }
          for (ObjectId fork : forks) {
            out.writeByteArray(2, fork.array());
          }
          out.writeInt64(3, sinceMicros);
        });
  }

  /**
   * What is in an archive.
   *
   * @param createdMillis milliseconds since 1970
   * @param tool who wrote it; Nessie's import prints it as a version of Nessie
   */
  public record Contained(
      long createdMillis, String tool, Files references, Files commits, Files objects) {}

  /**
   * Messages of one kind.
   *
   * @param count how many there are
   * @param names the files that they are in
   */
  public record Files(long count, List<String> names) {
    /** Copies the list. */
    public Files {
      names = List.copyOf(names);
    }
  }

  /** The message with which an archive is complete. */
  public static byte[] metadata(Contained contained) {
    return message(
        out -> {
          out.writeInt64(1, contained.createdMillis());
          out.writeEnum(2, VERSION);
          out.writeInt64(3, contained.references().count());
          out.writeInt64(4, contained.commits().count());
          for (String file : contained.references().names()) {
            out.writeString(5, file);
          }
          for (String file : contained.commits().names()) {
            out.writeString(6, file);
          }
          out.writeString(7, contained.tool());
          out.writeInt64(8, contained.objects().count());
          for (String file : contained.objects().names()) {
            out.writeString(9, file);
          }
        });
  }

  /**
   * The description of a repository.
   *
   * @param text as Nessie stored it
   * @throws BackupException {@link Failure#DAMAGED} if it cannot be read
   */
  public static byte[] description(String repository, NessieObject.Text text) {
    RepositoryDescription facts;
    try {
      facts = RepositoryDescription.of(text);
    } catch (UndecodableException unreadable) {
      throw Failure.DAMAGED.exception(
          "the description of the Nessie repository \"%s\" cannot be read: %s"
              .formatted(repository, unreadable.getMessage()),
          null,
          unreadable);
    }
    return message(
        out -> {
          for (var property : facts.properties().entrySet()) {
            out.writeByteArray(
                1,
                message(
                    entry -> {
                      entry.writeString(1, property.getKey());
                      entry.writeString(2, property.getValue());
                    }));
          }
          out.writeString(2, repository);
          out.writeInt64(3, facts.oldestCommit().toEpochMilli());
          out.writeInt64(4, facts.created().toEpochMilli());
          out.writeString(5, facts.defaultBranch());
        });
  }
}
