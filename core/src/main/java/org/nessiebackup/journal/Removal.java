package org.nessiebackup.journal;

import org.nessiebackup.BackupException;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replication.Publication;
import org.nessiebackup.replication.ReplicationSlot;

/**
 * Removes from a server what a journal has there, and nothing that is another one's.
 *
 * @param session in no transaction
 * @param names what that is called
 */
record Removal(Session session, ServerNames names) {
  /** What is not there was removed before. */
  void all() {
    if (ReplicationSlot.lookHere(session, names.slot()).isPresent()) {
      ReplicationSlot.dropInUse(session, names.slot());
    }
    // What somebody has made for us, because our role may not, is his.
    if (Publication.look(session, names.publication())
        .filter(publication -> publication.isFor(Publication.Purpose.JOURNAL))
        .isPresent()) {
      Publication.drop(session, names.publication());
    }
  }

  /** The same because of a failure, to which a second one is attached. */
  void allAfter(Throwable failure) {
    try {
      all();
    } catch (BackupException e) {
      failure.addSuppressed(e);
    }
  }
}
