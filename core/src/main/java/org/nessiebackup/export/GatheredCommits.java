package org.nessiebackup.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieArchive;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.NumberedIds;
import org.nessiebackup.nessie.ObjectId;

/**
 * All commits of a Nessie repository, with what an archive needs of them, in memory: about 70 bytes
 * for each and what is left of its message and operations when they are compressed, which is some
 * 150 more. Several threads may add; when they are done, one may read.
 */
final class GatheredCommits {
  private static final int NONE = NumberedIds.NONE;
  private static final int[] NO_PARENTS = {};

  private final NumberedIds ids = new NumberedIds();
  private final PackedRecords records = new PackedRecords();
  private final Map<Integer, int[]> secondary = new HashMap<>();
  private int[] parents = {};
  private int[] places = {};

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

  /** Keeps a commit. */
  void add(Commit commit) {
    byte[] record = packed(commit);
    synchronized (this) {
      int number = number(commit.id());
      // Numbered first: a new number may take another, longer array.
      int parent = commit.parent().equals(ObjectId.EMPTY) ? NONE : number(commit.parent());
      parents[number] = parent;
      if (!commit.secondaryParents().isEmpty()) {
        int[] merged = commit.secondaryParents().stream().mapToInt(this::number).toArray();
        secondary.put(number, merged);
      }
      places[number] = records.add(record);
    }
  }

  private int number(ObjectId id) {
    int number = ids.add(id);
    if (number >= places.length) {
      int from = places.length;
      int size = Math.max(1024, Math.addExact(from, from / 2));
      parents = Arrays.copyOf(parents, size);
      places = Arrays.copyOf(places, size);
      Arrays.fill(parents, from, size, NONE);
      Arrays.fill(places, from, size, NONE);
    }
    return number;
  }

  private static byte[] packed(Commit commit) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, NessieArchive.commit(commit));
      for (IndexEntry entry : commit.index().operations()) {
        write(out, NessieArchive.operation(entry));
        boolean put = entry.action().present();
        byte[] value =
            entry.value().filter(id -> put).map(ObjectId::bytes).orElseGet(() -> new byte[0]);
        out.writeBoolean(put);
        write(out, value);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** How many numbers there are, those of commits that are only mentioned among them. */
  int size() {
    return ids.size();
  }

  /** How many bytes all commits have. */
  long length() {
    return records.length();
  }

  /** The number of a commit that is there or mentioned. */
  Optional<Integer> find(ObjectId id) {
    int number = ids.find(id);
    return number == NONE ? Optional.empty() : Optional.of(number);
  }

  ObjectId id(int number) {
    return ids.id(number);
  }

  /** Whether a commit is there, and not only mentioned. */
  boolean contains(int number) {
    return places[number] != NONE;
  }

  /** The parent, or {@link NumberedIds#NONE}. */
  int parent(int number) {
    return parents[number];
  }

  /** Commits that were merged. */
  int[] secondaryParents(int number) {
    return secondary.getOrDefault(number, NO_PARENTS);
  }

  /** What an archive needs of a commit that is there. */
  Content content(int number) {
    List<Operation> operations = new ArrayList<>();
    byte[] record = records.get(places[number]);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      byte[] message = read(in);
      while (in.available() > 0) {
        byte[] operation = read(in);
        boolean put = in.readBoolean();
        byte[] value = read(in);
        operations.add(
            new Operation(operation, put ? Optional.of(ObjectId.of(value)) : Optional.empty()));
      }
      return new Content(message, operations, record.length);
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
