package org.nessiebackup.catalog;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectType;

/** Says which objects are wanted, before their values are copied. */
@FunctionalInterface
public interface ObjectFilter {
  /** All objects. */
  ObjectFilter ALL = (repository, id, type) -> true;

  /**
   * Whether an object is wanted. Called from several threads.
   *
   * @param repository the Nessie repository
   * @param type the short name of its type, as stored
   */
  boolean wants(String repository, ObjectId id, String type);

  /** The objects of some types. */
  static ObjectFilter ofTypes(ObjectType... types) {
    Set<String> wanted =
        Arrays.stream(types).map(ObjectType::shortName).collect(Collectors.toSet());
    return (repository, id, type) -> wanted.contains(type);
  }

  /** Of these objects those of one Nessie repository. */
  default ObjectFilter in(String only) {
    return (repository, id, type) -> repository.equals(only) && wants(repository, id, type);
  }
}
