package org.nessiebackup.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.NessieReference;
import org.projectnessie.model.Branch;
import org.projectnessie.model.CommitMeta;
import org.projectnessie.model.Content;
import org.projectnessie.model.Reference;
import org.projectnessie.model.Tag;
import org.projectnessie.model.ser.Views;

/** Between Nessie's keys, contents and references and ours. */
final class ModelMapper {
  private static final String AUTHOR = "nessie-backup";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelMapper() {}

  static ContentKey ours(org.projectnessie.model.ContentKey key) {
    return new ContentKey(key.getElements());
  }

  static org.projectnessie.model.ContentKey theirs(ContentKey key) {
    return org.projectnessie.model.ContentKey.of(key.elements());
  }

  static ServedContent ours(Content content) {
    try {
      String json = JSON.writerWithView(Views.V2.class).writeValueAsString(content);
      String id = Optional.ofNullable(content.getId()).orElse("");
      return new ServedContent(content.getType().name(), id, json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A content from its JSON.
   *
   * @throws BackupException {@link Failure#FORMAT_UNSUPPORTED} if it is of a kind that the client
   *     does not know
   */
  static Content content(String json) {
    try {
      return JSON.readValue(json, Content.class);
    } catch (JsonProcessingException e) {
      throw Failure.FORMAT_UNSUPPORTED.exception(
          "there is a content of a kind that is not known",
          "A newer nessie-backup may know it.",
          e);
    }
  }

  static CommitMeta meta(String message) {
    return CommitMeta.builder().message(message).addAllAuthors(AUTHOR).build();
  }

  /** Requests of a bounded size. */
  static List<List<ContentKey>> portions(Collection<ContentKey> keys, int size) {
    List<ContentKey> all = List.copyOf(keys);
    List<List<ContentKey>> portions = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      portions.add(all.subList(from, Math.min(all.size(), from + size)));
    }
    return portions;
  }

  static NessieReference ours(Reference reference) {
    NessieReference.Kind kind =
        switch (reference.getType()) {
          case BRANCH -> NessieReference.Kind.BRANCH;
          case TAG -> NessieReference.Kind.TAG;
        };
    if (reference.getHash() == null) {
      throw Failure.NESSIE.exception(
          "the server names no head of \"%s\"".formatted(reference.getName()),
          "Is this Nessie's API?");
    }
    return new NessieReference(kind, reference.getName(), reference.getHash());
  }

  static Reference theirs(NessieReference reference) {
    return theirs(reference.kind(), reference.name(), reference.hash());
  }

  static Reference theirs(NessieReference.Kind kind, String name, String hash) {
    return switch (kind) {
      case BRANCH -> Branch.of(name, hash);
      case TAG -> Tag.of(name, hash);
    };
  }
}
