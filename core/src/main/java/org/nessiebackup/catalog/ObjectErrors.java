package org.nessiebackup.catalog;

import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.ObjectId;

/**
 * What is said of objects that are missing or cannot be read.
 *
 * @param where the catalog, for people
 * @param hint what to do about damage
 */
public record ObjectErrors(String where, String hint) {
  /** The hint of those who know of nothing better. */
  public static final String VERIFY =
      "`verify --graph` says what else is damaged, and which tables it belongs to.";

  /** An object is not there. */
  public BackupException missing(ObjectId id) {
    return damaged("object \"%s\" is missing".formatted(id));
  }

  /**
   * An object is not what it should be.
   *
   * @param expected what it should be, in a word
   */
  public BackupException unreadable(NessieObject object, String expected) {
    if (object instanceof NessieObject.Undecodable bad) {
      return damaged("object \"%s\" cannot be read: %s".formatted(bad.id(), bad.reason()));
    }
    if (object instanceof NessieObject.Unknown newer) {
      return Failure.FORMAT_UNSUPPORTED.exception(
          "object \"%s\" cannot be read: %s is not known to this version"
              .formatted(newer.id(), newer.reason()),
          "A newer Nessie has written it. A newer nessie-backup may be able to read it.");
    }
    return damaged("object \"%s\" is no %s".formatted(object.id(), expected));
  }

  /** Something else is wrong. */
  public BackupException damaged(String what) {
    return Failure.DAMAGED.exception("%s in %s".formatted(what, where), hint);
  }
}
