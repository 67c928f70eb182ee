package org.nessiebackup.server;

import org.nessiebackup.Failure;
import org.nessiebackup.nessie.NessieReference;
import org.projectnessie.model.Branch;
import org.projectnessie.model.Reference;
import org.projectnessie.model.Tag;

/** Between Nessie's references and ours. */
final class ReferenceMapper {
  private ReferenceMapper() {}

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
