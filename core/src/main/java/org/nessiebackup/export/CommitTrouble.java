package org.nessiebackup.export;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.nessie.NessieObject.Undecodable;
import org.nessiebackup.nessie.NessieObject.Unknown;
import org.nessiebackup.nessie.ObjectId;

/**
 * What is wrong with objects. It matters only for those that an archive needs; of most others
 * nobody would ever hear. Several threads may add.
 */
final class CommitTrouble {
  /** Enough to say why the first one that is needed cannot be read, unless all is lost. */
  private static final int MOST = 10_000;

  private final String where;
  private final Map<ObjectId, BackupException> unreadable = new ConcurrentHashMap<>();

  /**
   * Of a catalog.
   *
   * @param where for people
   */
  CommitTrouble(String where) {
    this.where = where;
  }

  void add(Undecodable object) {
    if (unreadable.size() < MOST) {
      unreadable.put(
          object.id(),
          damaged("object \"%s\" cannot be read: %s".formatted(object.id(), object.reason())));
    }
  }

  void add(Unknown object) {
    if (unreadable.size() < MOST) {
      unreadable.put(
          object.id(),
          new BackupException(
              Failure.FORMAT_UNSUPPORTED,
              "object \"%s\" cannot be read: %s is not known to this version"
                  .formatted(object.id(), object.reason()),
              "A newer Nessie has written it. A newer nessie-backup may be able to read it."));
    }
  }

  /** An object that is needed is not there, or could not be read. */
  BackupException missing(ObjectId id) {
    if (id.size() == 0) {
      return damaged("a commit puts a key without a content");
    }
    BackupException known = unreadable.get(id);
    return known == null ? damaged("object \"%s\" is missing".formatted(id)) : known;
  }

  BackupException ownAncestor(ObjectId commit) {
    return damaged("commit \"%s\" is an ancestor of itself".formatted(commit));
  }

  /** Something else is wrong. */
  BackupException damaged(String what) {
    return new BackupException(
        Failure.DAMAGED,
        "%s in %s".formatted(what, where),
        "`verify --graph` says what else is damaged, and which tables it belongs to. A plain SQL"
            + " dump (`--format sql`) takes the rows as they are.");
  }
}
