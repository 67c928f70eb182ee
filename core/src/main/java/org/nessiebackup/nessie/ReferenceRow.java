package org.nessiebackup.nessie;

import java.util.List;
import java.util.Optional;
import org.projectnessie.versioned.storage.serialize.ProtoSerialization;

/**
 * A row of the table of references.
 *
 * @param repository the Nessie repository
 * @param name as stored: {@code refs/heads/main}, {@code refs/tags/v1}, {@code int/refs}
 * @param pointer the head
 * @param deleted whether Nessie is deleting it; such a row is there for a moment only
 * @param createdMicros microseconds since 1970; 0 if the row does not know
 * @param extendedInfo an object with more about it
 * @param previous where it pointed before, latest first
 * @param damage what of the row cannot be read, if anything
 */
public record ReferenceRow(
    String repository,
    String name,
    ObjectId pointer,
    boolean deleted,
    long createdMicros,
    Optional<ObjectId> extendedInfo,
    List<Previous> previous,
    Optional<String> damage) {

  private static final String INTERNAL = "int/";

  /** Copies the list. */
  public ReferenceRow {
    previous = List.copyOf(previous);
  }

  /**
   * From the columns as they are.
   *
   * @param pointer null for none, which is damage
   * @param createdMicros 0 for none
   * @param extendedInfo null for none
   * @param previousPointers null for none
   */
  public static ReferenceRow of(
      String repository,
      String name,
      byte[] pointer,
      boolean deleted,
      long createdMicros,
      byte[] extendedInfo,
      byte[] previousPointers) {
    Optional<String> damage = pointer == null ? Optional.of("it points nowhere") : Optional.empty();
    List<Previous> previous = List.of();
    try {
      previous = previous(previousPointers);
    } catch (RuntimeException failure) {
      // Nessie's library reports malformed bytes by whatever exception comes first.
      damage =
          Optional.of(
              "its previous pointers cannot be read: " + UndecodableException.reason(failure));
    }
    return new ReferenceRow(
        repository,
        name,
        ObjectId.of(pointer == null ? new byte[0] : pointer),
        deleted,
        createdMicros,
        Optional.ofNullable(extendedInfo).map(ObjectId::of),
        previous,
        damage);
  }

  private static List<Previous> previous(byte[] bytes) {
    return bytes == null || bytes.length == 0
        ? List.of()
        : ProtoSerialization.deserializePreviousPointers(bytes).stream()
            .map(past -> new Previous(ObjectId.of(past.pointer()), past.timestamp()))
            .toList();
  }

  /** Whether Nessie keeps it for itself. */
  public boolean isInternal() {
    return name.startsWith(INTERNAL);
  }

  /** What of it Nessie's API shows; absent for internal ones. */
  public Optional<NessieReference> shown() {
    return NessieReference.of(name, pointer.hex());
  }

  /**
   * Where a reference pointed before.
   *
   * @param pointer the head of that time
   * @param untilMicros when it was moved away from there, in microseconds since 1970
   */
  public record Previous(ObjectId pointer, long untilMicros) {}
}
