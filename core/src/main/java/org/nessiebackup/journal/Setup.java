package org.nessiebackup.journal;

import org.nessiebackup.WorkContext;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;

/**
 * What a journal is made with.
 *
 * @param database the server
 * @param options what is followed, and how
 * @param context what every operation is given
 */
record Setup(Database database, JournalOptions options, WorkContext context) {
  Session session() {
    return database.open(context.cancellation());
  }
}
