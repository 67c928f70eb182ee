package org.nessiebackup.export;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.catalog.ObjectErrors;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.ObjectId;

/**
 * What is wrong with objects. It matters only for those that an archive needs; of most others
 * nobody would ever hear. Several threads may add.
 */
final class CommitTrouble {
  /** Enough to say why the first one that is needed cannot be read, unless all is lost. */
  private static final int MOST = 10_000;

  private final ObjectErrors errors;
  private final Map<ObjectId, BackupException> unreadable = new ConcurrentHashMap<>();

  /**
   * Of a catalog.
   *
   * @param where for people
   */
  CommitTrouble(String where) {
    this.errors =
        new ObjectErrors(
            where,
            ObjectErrors.VERIFY + " A plain SQL dump (`--format sql`) takes the rows as they are.");
  }

  void add(NessieObject object) {
    if (unreadable.size() < MOST) {
      unreadable.put(object.id(), errors.unreadable(object, "commit or content"));
    }
  }

  /** An object that is needed is not there, or could not be read. */
  BackupException missing(ObjectId id) {
    if (id.size() == 0) {
      return damaged("a commit puts a key without a content");
    }
    BackupException known = unreadable.get(id);
    return known == null ? errors.missing(id) : known;
  }

  /** Something else is wrong. */
  BackupException damaged(String what) {
    return errors.damaged(what);
  }
}
