package org.nessiebackup.nessie;

import java.util.List;
import org.nessiebackup.nessie.ReferenceRow.Previous;
import org.projectnessie.versioned.storage.serialize.ProtoSerialization;

/** The column with the previous pointers of a reference. */
final class PreviousPointers {

  private PreviousPointers() {}

  /**
   * Latest first.
   *
   * @param bytes null for none
   */
  static List<Previous> decode(byte[] bytes) throws UndecodableException {
    if (bytes == null || bytes.length == 0) {
      return List.of();
    }
    try {
      return ProtoSerialization.deserializePreviousPointers(bytes).stream()
          .map(
              pointer ->
                  new Previous(ObjectId.of(pointer.pointer().asByteArray()), pointer.timestamp()))
          .toList();
    } catch (RuntimeException failure) {
      // Nessie's library tells malformed bytes by whatever exception comes first.
      throw new UndecodableException(RootCause.of(failure), failure);
    }
  }
}
