package org.nessiebackup.postgres;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.Secret;
import org.postgresql.Driver;
import org.postgresql.jdbc.PgConnection;

/** A database that sessions can be opened to. May be used by several threads. */
public final class Database {
  /** The oldest server we work with. */
  static final int OLDEST_VERSION = 130000;

  private final ConnectionSettings settings;
  private final Progress progress;
  private final SessionWatch watch;
  private final AtomicReference<SessionPrefetch> prefetched = new AtomicReference<>();

  /** One whose warnings nobody hears. Connects to nothing yet. */
  public Database(ConnectionSettings settings) {
    this(settings, Progress.NONE);
  }

  /**
   * Connects to nothing yet.
   *
   * @param progress hears what is waited for, and what the server warns of
   */
  public Database(ConnectionSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
    this.watch = new SessionWatch(settings, progress::warning);
  }

  /** Where this is, for messages. */
  public String describe() {
    return settings.describe();
  }

  /** How another server's libpq would reach it, as the same role and without a password. */
  public ConnectionString connectionString() {
    return settings.connectionString();
  }

  /** The password of that role, as far as it is given and in no file of the driver's. */
  public Optional<Secret> password() {
    return settings.givenPassword();
  }

  /**
   * Begins to open the session that the next {@link #open} will ask for, and fail as that does. To
   * be closed when that session is no longer wanted; no harm is done to one that was taken.
   */
  public SessionPrefetch prefetch(Cancellation cancellation) {
    SessionPrefetch opening = new SessionPrefetch(() -> connect(cancellation));
    prefetched.set(opening);
    return opening;
  }

  /**
   * Opens a session. A request to stop cancels what the session is doing.
   *
   * @throws org.nessiebackup.BackupException with a failure that distinguishes an unknown host, a
   *     wrong password, a missing database and an old server
   */
  public Session open(Cancellation cancellation) {
    SessionPrefetch opening = prefetched.getAndSet(null);
    return opening == null ? connect(cancellation) : opening.take();
  }

  /**
   * Opens a session to which the server can stream changes.
   *
   * @param name what it calls itself, by which {@code synchronous_standby_names} knows it; begins
   *     with {@code nessie-backup}, so that nobody takes it for a client of the catalog
   * @throws org.nessiebackup.BackupException as {@link #open}, and {@link
   *     org.nessiebackup.Failure#PERMISSION} or {@link org.nessiebackup.Failure#SERVER_UNSUPPORTED}
   *     if the role, the server or a pooler before it does not allow that
   */
  public ReplicationSession openReplication(String name, Cancellation cancellation) {
    cancellation.check();
    try {
      Session session =
          begin(ConnectionSettings.BARE_URL, settings.replicationProperties(name), cancellation);
      return ReplicationSession.begin(session);
    } catch (SQLException e) {
      throw ReplicationErrors.connecting(e, settings);
    }
  }

  private Session connect(Cancellation cancellation) {
    cancellation.check();
    try {
      return begin(settings.jdbcUrl(), settings.properties(), cancellation);
    } catch (SQLException e) {
      throw ConnectErrors.translate(e, settings);
    }
  }

  private Session begin(String url, Properties properties, Cancellation cancellation)
      throws SQLException {
    PgConnection connection = (PgConnection) new Driver().connect(url, properties);
    Optional<BufferedSocket> socket = KeepAliveSockets.newest();
    return Session.begin(
        new Session.Line(connection, socket, settings, watch, progress), cancellation);
  }
}
