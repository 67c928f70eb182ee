package org.nessiebackup.sandbox;

import org.projectnessie.versioned.storage.common.objtypes.CommitObj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.serialize.ProtoSerialization;

/** A commit as a row of {@code objs2} keeps it. */
public final class CommitValue {
  private CommitValue() {}

  /**
   * The id of the commit before it.
   *
   * @param id its own
   * @param value its column {@code obj_value}
   */
  public static byte[] parent(byte[] id, byte[] value) {
    CommitObj commit =
        (CommitObj)
            ProtoSerialization.deserializeObj(ObjId.objIdFromByteArray(id), -1, value, null);
    return commit.directParent().asByteArray();
  }
}
