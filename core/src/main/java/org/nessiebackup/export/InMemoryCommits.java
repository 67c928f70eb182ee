package org.nessiebackup.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.ChunkedNumbers;
import org.nessiebackup.catalog.CommitGraph;
import org.nessiebackup.catalog.IdTable;
import org.nessiebackup.catalog.ObjectFilter;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieArchive;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.NessieObject.Value;
import org.nessiebackup.nessie.ObjectDecoder;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ObjectType;

/**
 * All commits and contents of a Nessie repository, with what an archive needs of them, in memory:
 * they come in any order, and only at the end it is known which ones are needed. About 60 bytes for
 * each, and its record, compressed, which is some 150 more for a commit. Several threads may add;
 * when they are done, one may read.
 */
final class InMemoryCommits {
  private final IdTable ids = new IdTable();
  private final CommitGraph graph = new CommitGraph(ids, Set.of(CommitGraph.Detail.EDGES));

  /** By the number of an id, the place of the record of its commit or content, and one. */
  private final ChunkedNumbers places = ChunkedNumbers.ofLongs();

  // Apart from each other, as neighbours of a kind repeat each other.
  private final CompressedRecords commits = new CompressedRecords();
  private final CompressedRecords values = new CompressedRecords();
  private final CommitTrouble trouble;
  private final Optional<ObjectId> wanted;
  private Optional<Commit> description = Optional.empty();

  /**
   * None yet.
   *
   * @param wanted the commit that knows the description of the repository
   */
  InMemoryCommits(CommitTrouble trouble, Optional<ObjectId> wanted) {
    this.trouble = trouble;
    this.wanted = wanted;
  }

  /** Adds all of a Nessie repository, reachable or not, in one pass. */
  void addAll(CatalogSource source, String repository) {
    source.objects(
        ObjectFilter.ofTypes(ObjectType.COMMIT, ObjectType.VALUE).in(repository), this::add);
  }

  private void add(ObjectRow row) {
    NessieObject object = ObjectDecoder.decode(row);
    if (object instanceof Commit commit) {
      add(commit);
    } else if (object instanceof Value value) {
      keep(
          value.id(),
          packed(
              out -> {
                write(out, value.contentId().getBytes(StandardCharsets.UTF_8));
                out.writeInt(value.payload());
                write(out, value.data());
              }),
          values);
    } else {
      trouble.add(object);
    }
  }

  /** Keeps a commit. */
  void add(Commit commit) {
    int parent =
        commit.parent().equals(ObjectId.EMPTY) ? CommitGraph.NONE : ids.intern(commit.parent());
    int[] merged = commit.secondaryParents().stream().mapToInt(id -> ~ids.intern(id)).toArray();
    int number = keep(commit.id(), packed(commit), commits);
    graph.add(new CommitGraph.Row(number, parent, 0, 0, new long[0], new int[0], merged));
    if (wanted.filter(commit.id()::equals).isPresent()) {
      description = Optional.of(commit);
    }
  }

  private synchronized int keep(ObjectId id, byte[] record, CompressedRecords records) {
    int number = ids.intern(id);
    if (places.getLong(number) == 0) {
      places.set(number, records.add(record) + 1);
    }
    return number;
  }

  private Optional<byte[]> record(int number, CompressedRecords records) {
    long place = number == IdTable.NONE ? 0 : places.getLong(number);
    return place == 0 ? Optional.empty() : Optional.of(records.get(place - 1));
  }

  private interface Fields {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] packed(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      fields.write(new DataOutputStream(bytes));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static byte[] packed(Commit commit) {
    return packed(
        out -> {
          write(out, NessieArchive.commit(commit));
          for (IndexEntry entry : commit.index().operations()) {
            write(out, NessieArchive.operation(entry));
            boolean put = entry.action().present();
            out.writeBoolean(put);
            write(out, entry.value().filter(id -> put).map(ObjectId::bytes).orElse(new byte[0]));
          }
        });
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** How many bytes all commits have. */
  long length() {
    return commits.length();
  }

  /** How the commits follow one another. */
  CommitGraph graph() {
    return graph;
  }

  /** The number of an id, or {@link CommitGraph#NONE}. */
  int find(ObjectId id) {
    return ids.find(id);
  }

  /** The commit that knows the description of the repository. */
  Optional<Commit> description() {
    return description;
  }

  /**
   * What a commit did to a key.
   *
   * @param message without the content
   * @param value the object with the content of a put; an id of no bytes if the put names none
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Operation(byte[] message, Optional<ObjectId> value) {}

  /**
   * A commit.
   *
   * @param message without the operations
   * @param length about how many bytes it has
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Content(byte[] message, List<Operation> operations, int length) {}

  /** What an archive needs of a commit that is there. */
  Content commit(int number) {
    byte[] record = record(number, commits).orElseThrow();
    List<Operation> operations = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      byte[] message = read(in);
      while (in.available() > 0) {
        byte[] operation = read(in);
        boolean put = in.readBoolean();
        Optional<ObjectId> value = Optional.of(ObjectId.of(read(in)));
        operations.add(new Operation(operation, value.filter(id -> put)));
      }
      return new Content(message, operations, record.length);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** A content, if it is there. */
  Optional<Value> value(ObjectId id) {
    int number = ids.find(id);
    return graph.contains(number)
        ? Optional.empty()
        : record(number, values).map(bytes -> value(id, bytes));
  }

  private static Value value(ObjectId id, byte[] record) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      String contentId = new String(read(in), StandardCharsets.UTF_8);
      return new Value(id, contentId, in.readInt(), read(in));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static byte[] read(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
