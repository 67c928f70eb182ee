package org.nessiebackup.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A hot standby. The binaries bring no {@code pg_basebackup}, so the data that it starts from are
 * copied between the two functions that announce it to the server.
 */
public final class StandbyServer {

  private static final long REPLAY_SECONDS = 30;

  /** What belongs to the running server and not to its data. */
  private static final Set<String> SERVER_OWN =
      Set.of("postmaster.pid", "postmaster.opts", "pg_internal.init");

  private StandbyServer() {}

  /**
   * Starts one that streams from the primary and serves queries. It has the settings of the
   * primary, but no TLS. It is closed on its own.
   */
  public static PostgresServer of(PostgresServer primary) {
    try {
      ServerFolder copy = ServerFolder.create();
      return primary.startAnother(copy, () -> follow(primary, copy));
    } catch (IOException failure) {
      throw new UncheckedIOException("The standby can't be set up", failure);
    }
  }

  private static void follow(PostgresServer primary, ServerFolder copy) throws IOException {
    Files.writeString(copy.data().resolve("backup_label"), copied(primary, copy));
    Files.createFile(copy.data().resolve("standby.signal"));
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "primary_conninfo", "host=127.0.0.1 port=%d user=postgres".formatted(primary.port()));
    settings.put("ssl", "off");
    copy.append(settings);
    Files.setPosixFilePermissions(copy.data(), PosixFilePermissions.fromString("rwx------"));
    copy.account().own(copy.root());
  }

  /** Copies the data and returns the label that the copy has to carry. */
  private static String copied(PostgresServer primary, ServerFolder target) throws IOException {
    boolean renamed = primary.majorVersion() >= 15;
    try (Connection connection = primary.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          renamed
              ? "SELECT pg_backup_start('standby', true)"
              : "SELECT pg_start_backup('standby', true, false)");
      copy(primary.folder().data(), target.data());
      // false: don't wait for an archive of the log, there is none.
      try (ResultSet result =
          statement.executeQuery(
              renamed
                  ? "SELECT labelfile FROM pg_backup_stop(false)"
                  : "SELECT labelfile FROM pg_stop_backup(false, false)")) {
        result.next();
        return result.getString(1);
      }
    } catch (SQLException failure) {
      throw new IOException("The server lets nobody copy its data", failure);
    }
  }

  /**
   * Waits until the standby shows all that the primary has committed so far.
   *
   * @throws IllegalStateException if that takes more than 30 s
   */
  public static void awaitReplay(PostgresServer primary, PostgresServer standby)
      throws SQLException {
    String position = ask(primary, "SELECT pg_current_wal_lsn()::text");
    String question = "SELECT pg_last_wal_replay_lsn() >= '" + position + "'::pg_lsn";
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(REPLAY_SECONDS);
    while (!"t".equals(ask(standby, question))) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "The standby doesn't reach %s. It logged:%n%s".formatted(position, standby.log()));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** Files that vanish meanwhile are left out, and so are those that belong to the server. */
  private static void copy(Path source, Path target) throws IOException {
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(target.resolve(source.relativize(directory)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path relative = source.relativize(file);
            if (isData(relative)) {
              try {
                Files.copy(file, target.resolve(relative));
              } catch (NoSuchFileException vanished) {
                return FileVisitResult.CONTINUE;
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            return Folders.skipVanished(failure);
          }
        });
  }

  private static boolean isData(Path relative) {
    // The log of changes is streamed; its folders have to exist, its files would only mislead.
    boolean isLog = relative.startsWith("pg_wal");
    return !isLog && !SERVER_OWN.contains(relative.getFileName().toString());
  }

  private static String ask(PostgresServer server, String question) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(question)) {
      result.next();
      return result.getString(1);
    }
  }
}
