package org.nessiebackup.nessie;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The rows of a catalog as of one moment, however they are kept. */
public interface GraphSource {
  /** As of when the rows are. */
  Instant stateOf();

  /** Passes all rows of references on, one after another. */
  void references(Consumer<ReferenceRow> consumer);

  /** Passes rows of objects on; the consumer may be called from several threads. */
  void objects(Wanted wanted, Consumer<ObjectRow> consumer);

  /** Which rows of objects somebody wants to see. */
  @FunctionalInterface
  interface Wanted {
    /** All of them. */
    Wanted ALL = (repository, id, type) -> true;

    /** Whether this one. */
    boolean wants(String repository, ObjectId id, String type);
  }

  /** Those of some objects that there are. */
  Map<ObjectId, ObjectRow> find(String repository, Set<ObjectId> ids);
}
