package org.nessiebackup.integrity;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.StoreType;

/**
 * The result of checking a catalog.
 *
 * @param source which catalog, for people
 * @param backup the backup, if it is one
 * @param stateOf as of when its rows are
 * @param storeType of which type it is
 * @param checked whether it was checked at all: catalogs of store type JDBC cannot be
 * @param repositories one for each Nessie repository in it, by name
 */
public record GraphReport(
    String source,
    Optional<BackupId> backup,
    Instant stateOf,
    StoreType storeType,
    boolean checked,
    List<RepositoryReport> repositories) {

  /** Copies the list. */
  public GraphReport {
    repositories = List.copyOf(repositories);
  }

  /** How much is wrong. */
  public long findingCount() {
    return repositories.stream().mapToLong(RepositoryReport::findingCount).sum();
  }

  /** Whether nothing is known to be wrong. */
  public boolean sound() {
    return findingCount() == 0;
  }

  /**
   * One thing that is wrong in a catalog.
   *
   * @param kind what kind of damage
   * @param repository the Nessie repository; the default one has an empty name
   * @param object the object it is about
   * @param reference the reference it is about, as stored
   * @param message what is wrong and what it means, a sentence without a full stop
   */
  public record Finding(
      Kind kind,
      String repository,
      Optional<ObjectId> object,
      Optional<String> reference,
      String message) {

    /** All kinds of damage there are. Labels are added, never renamed. */
    public enum Kind {
      /** The bytes of an object cannot be read. */
      OBJECT_UNREADABLE,
      /** The bytes of an object are not those that its id was made of. */
      OBJECT_CHANGED,
      /** Something points to an object that is of another type. */
      OBJECT_OF_OTHER_TYPE,
      /** A reference points to a commit that is not there. */
      HEAD_MISSING,
      /** A commit's parent is not there. */
      PARENT_MISSING,
      /** A commit names a merged commit that is not there. */
      MERGED_COMMIT_MISSING,
      /** The list of a commit's ancestors is not what its parents give. */
      ANCESTORS_DIFFER,
      /** A commit does not count on from its parent. */
      SEQUENCE_BROKEN,
      /** An index of keys, or a part of one, is not there. */
      INDEX_MISSING,
      /** The content of a table, view or namespace is not there. */
      CONTENT_MISSING,
      /** What an internal reference names is not there. */
      RECORD_MISSING,
      /** The row of a reference cannot be read as a whole. */
      REFERENCE_UNREADABLE,
      /** More about a reference is named, and not there. */
      REFERENCE_INFORMATION_MISSING,
      /** A reference has a row, and the log of references does not know it. */
      REFERENCE_NOT_IN_LOG,
      /** The log of references has a reference, and there is no row of it. */
      REFERENCE_WITHOUT_ROW,
      /** The log says of a reference what belongs to another one. */
      REFERENCE_LOG_WRONG,
      /** A Nessie repository has no log of references, or no description. */
      INTERNAL_REFERENCE_MISSING;

      /** The word in JSON. */
      public String label() {
        return this == INTERNAL_REFERENCE_MISSING
            ? "book-missing"
            : name().toLowerCase(Locale.ROOT).replace('_', '-');
      }
    }
  }
}
