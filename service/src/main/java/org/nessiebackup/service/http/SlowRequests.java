package org.nessiebackup.service.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Cuts connections whose other side does not come to an end of what it asks. The time-out of idle
 * connections does not: a letter now and then is enough to hold one for ever.
 *
 * @param scheduler when it looks again
 * @param patience how long a connection may be without a whole request, while none is answered
 */
record SlowRequests(Scheduler scheduler, Duration patience) implements Connection.Listener {
  @Override
  public void onOpened(Connection connection) {
    // What lies below, such as TLS, counts no messages.
    if (connection.getMessagesIn() >= 0) {
      lookLater(connection);
    }
  }

  private void lookLater(Connection connection) {
    long seen = progress(connection);
    scheduler.schedule(() -> look(connection, seen), patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look(Connection connection, long seen) {
    if (!connection.getEndPoint().isOpen()) {
      return;
    }
    boolean waits = connection.getMessagesIn() == connection.getMessagesOut();
    if (waits && progress(connection) == seen) {
      connection.getEndPoint().close();
    } else {
      lookLater(connection);
    }
  }

  /**
   * An answer counts as given once it begins; what goes on being told after that is no idleness.
   */
  private static long progress(Connection connection) {
    return connection.getMessagesIn() + connection.getMessagesOut() + connection.getBytesOut();
  }
}
