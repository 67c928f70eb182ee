package org.nessiebackup.nessie;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a row of the table of objects holds. */
public sealed interface NessieObject {

  /** The object's id. */
  ObjectId id();

  /**
   * A commit, with the index of all keys as of it: what it embeds, laid over an index that is kept
   * beside it, if there is one.
   *
   * @param tail its parent and further ancestors, nearest first; {@link ObjectId#EMPTY} where there
   *     is none
   * @param secondaryParents commits that were merged
   * @param seq its ordinal number since the first commit
   * @param createdMicros in microseconds since 1970
   * @param referenceIndex the index beside it: an {@link Index} or {@link IndexSegments}
   * @param stripes the same, where the commit names the parts itself
   * @param incompleteIndex whether the index says only what this commit did; an import leaves such
   *     commits for a moment
   * @param message what its author wrote
   * @param headers authors, times and properties, by names in lower case
   * @param index what it embeds
   */
  record Commit(
      ObjectId id,
      List<ObjectId> tail,
      List<ObjectId> secondaryParents,
      long seq,
      long createdMicros,
      Optional<ObjectId> referenceIndex,
      List<Stripe> stripes,
      boolean incompleteIndex,
      String message,
      Map<String, List<String>> headers,
      EncodedIndex index)
      implements NessieObject {

    /** Copies lists and maps. */
    public Commit {
      tail = List.copyOf(tail);
      secondaryParents = List.copyOf(secondaryParents);
      stripes = List.copyOf(stripes);
      headers = new LinkedHashMap<>(headers);
    }

    /** The parent; {@link ObjectId#EMPTY} for a first commit. */
    public ObjectId parent() {
      return tail.isEmpty() ? ObjectId.EMPTY : tail.getFirst();
    }
  }

  /**
   * The content of a table, view or namespace; {@link Contents} makes it readable.
   *
   * @param contentId the content's own id
   * @param payload which kind of content, by Nessie's number
   * @param data as serialized by Nessie
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Value(ObjectId id, String contentId, int payload, byte[] data) implements NessieObject {}

  /**
   * An index, or a part of one, that commits point to.
   *
   * @param index its entries
   */
  record Index(ObjectId id, EncodedIndex index) implements NessieObject {}

  /**
   * An index of several parts.
   *
   * @param stripes the parts, in the order of keys
   */
  record IndexSegments(ObjectId id, List<Stripe> stripes) implements NessieObject {

    /** Copies the list. */
    public IndexSegments {
      stripes = List.copyOf(stripes);
    }
  }

  /**
   * A text, such as the description of the Nessie repository.
   *
   * @param contentType its media type
   * @param compression how it is compressed, by Nessie's name; {@code NONE} if it is not
   * @param data as stored
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Text(ObjectId id, String contentType, String compression, byte[] data)
      implements NessieObject {}

  /**
   * How a reference was when it was made, as the log of references keeps it.
   *
   * @param name as stored
   * @param initialPointer where it pointed
   * @param createdMicros microseconds since 1970; 0 in old rows
   */
  record Ref(ObjectId id, String name, ObjectId initialPointer, long createdMicros)
      implements NessieObject {}

  /**
   * An object that can be read, and of which nobody here needs more: of one of Nessie's services,
   * such as a snapshot of a table; more about a tag; or a note that something is taken.
   *
   * @param type its type as stored
   */
  record Other(ObjectId id, String type) implements NessieObject {}

  /**
   * Something that this version does not know. It is kept as it is, and is no damage.
   *
   * @param type its type as stored
   * @param reason what is not known
   */
  record Unknown(ObjectId id, String type, String reason) implements NessieObject {}

  /**
   * Bytes that are not what the row says they are.
   *
   * @param type its type as stored
   * @param reason what is wrong with them
   */
  record Undecodable(ObjectId id, String type, String reason) implements NessieObject {}
}
