package org.nessiebackup.nessie;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.NessieObject.Index;
import org.nessiebackup.nessie.NessieObject.IndexSegments;
import org.nessiebackup.nessie.NessieObject.Other;
import org.nessiebackup.nessie.NessieObject.Ref;
import org.nessiebackup.nessie.NessieObject.Text;
import org.nessiebackup.nessie.NessieObject.Undecodable;
import org.nessiebackup.nessie.NessieObject.Unknown;
import org.nessiebackup.nessie.NessieObject.Value;
import org.nessiebackup.nessie.ParsedObject.Foreign;
import org.nessiebackup.nessie.ParsedObject.New;
import org.nessiebackup.nessie.ParsedObject.Standard;
import org.projectnessie.versioned.storage.common.objtypes.CommitHeaders;
import org.projectnessie.versioned.storage.common.objtypes.CommitObj;
import org.projectnessie.versioned.storage.common.objtypes.ContentValueObj;
import org.projectnessie.versioned.storage.common.objtypes.IndexSegmentsObj;
import org.projectnessie.versioned.storage.common.objtypes.IndexStripe;
import org.projectnessie.versioned.storage.common.objtypes.RefObj;
import org.projectnessie.versioned.storage.common.objtypes.StringObj;
import org.projectnessie.versioned.storage.common.persist.ObjId;

/** Makes rows readable, with Nessie's own library. */
public final class ObjectDecoder {

  private ObjectDecoder() {}

  /**
   * What the row holds. Never guesses, and never fails for what is in it: the result may be {@link
   * Unknown} or {@link Undecodable}.
   */
  public static NessieObject decode(ObjectRow row) {
    try {
      return switch (ParsedObject.of(row)) {
        case Foreign foreign -> new Other(row.id(), row.type());
        case New unknown -> new Unknown(row.id(), row.type(), unknown.reason());
        case ParsedCommit commit -> decode(commit);
        case Standard standard -> decode(row.id(), standard);
      };
    } catch (UndecodableException unreadable) {
      return new Undecodable(row.id(), row.type(), unreadable.getMessage());
    }
  }

  private static NessieObject decode(ObjectId id, Standard standard) throws UndecodableException {
    return switch (standard.type()) {
      case COMMIT -> throw new IllegalArgumentException("a commit is none of these");
      case VALUE -> value(id, (ContentValueObj) standard.object());
      case INDEX -> new Index(id, EncodedIndex.of(standard.index()));
      case INDEX_SEGMENTS ->
          new IndexSegments(id, stripes(((IndexSegmentsObj) standard.object()).stripes()));
      case STRING -> text(id, (StringObj) standard.object());

      case REF -> {
        RefObj ref = (RefObj) standard.object();
        yield new Ref(id, ref.name(), ObjectId.of(ref.initialPointer()), ref.createdAtMicros());
      }
      case TAG, UNIQUE -> new Other(id, standard.type().shortName());
    };
  }

  /**
   * What a commit holds.
   *
   * @throws UndecodableException if Nessie's library cannot read it
   */
  public static Commit decode(ParsedCommit stored) throws UndecodableException {
    CommitObj commit = stored.object();
    return new Commit(
        stored.id(),
        ids(commit.tail()),
        ids(commit.secondaryParents()),
        commit.seq(),
        commit.created(),
        Optional.ofNullable(commit.referenceIndex()).map(ObjectId::of),
        stripes(commit.referenceIndexStripes()),
        commit.incompleteIndex(),
        commit.message(),
        headers(commit.headers()),
        EncodedIndex.of(Slice.of(commit.incrementalIndex())));
  }

  private static Map<String, List<String>> headers(CommitHeaders headers) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    for (String name : headers.keySet()) {
      map.put(name, List.copyOf(headers.getAll(name)));
    }
    return map;
  }

  private static Value value(ObjectId id, ContentValueObj value) {
    return new Value(id, value.contentId(), value.payload(), value.data().toByteArray());
  }

  private static Text text(ObjectId id, StringObj text) {
    return new Text(id, text.contentType(), text.compression().name(), text.text().toByteArray());
  }

  private static List<Stripe> stripes(List<IndexStripe> stripes) {
    return stripes.stream()
        .map(
            stripe ->
                new Stripe(
                    stripe.firstKey().rawString(),
                    stripe.lastKey().rawString(),
                    ObjectId.of(stripe.segment())))
        .toList();
  }

  private static List<ObjectId> ids(List<ObjId> ids) {
    return ids.stream().map(ObjectId::of).toList();
  }
}
