package org.nessiebackup.manifest;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the rows of a backup came from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Source.Server.class, name = "server"),
  @JsonSubTypes.Type(value = Source.Dump.class, name = "dump")
})
public sealed interface Source {
  /** The store type, {@code JDBC2} or {@code JDBC}. */
  String storeType();

  /** The schema the tables were in. */
  String schema();

  /** One line for people. */
  String describe();

  /** The server; absent for a dump. */
  default Optional<Server> server() {
    return switch (this) {
      case Server server -> Optional.of(server);
      case Dump dump -> Optional.empty();
    };
  }

  /**
   * A live server.
   *
   * @param systemIdentifier names the cluster ({@code pg_control_system}); absent where the server
   *     does not say
   * @param timeline the timeline at that moment; absent where the server does not say
   * @param database the database's name
   * @param databaseOid its object id
   * @param schema the schema of the tables
   * @param storeType the store type
   * @param serverVersion as the server writes it, such as {@code 15.4}
   * @param serverVersionNumber as a number, such as 150004
   * @param standby whether the server was in recovery
   * @param lsnBefore the end of the write-ahead log, of a standby that of what it had replayed,
   *     read before the snapshot was taken: from here on the log has what the snapshot does not
   *     see. Absent where the role may not ask, and in older documents
   * @param snapshot the transactions visible ({@code pg_current_snapshot}), as text
   * @param serverStarted when the server was started; absent in documents of the first version
   * @param durableTo a position in the write-ahead log up to which it was on the disk when the
   *     backup ended, and behind everything the snapshot sees; absent if that could not be seen.
   *     Without it no backup may build on this one: a crash could have taken back what it saw
   */
  record Server(
      Optional<String> systemIdentifier,
      Optional<Integer> timeline,
      String database,
      long databaseOid,
      String schema,
      String storeType,
      String serverVersion,
      int serverVersionNumber,
      boolean standby,
      Optional<String> lsnBefore,
      String snapshot,
      Optional<Instant> serverStarted,
      Optional<String> durableTo)
      implements Source {
    private static final Pattern SNAPSHOT = Pattern.compile("\\d{1,18}:(\\d{1,18}):[\\d,]*");

    /**
     * The number of the first transaction that had not begun; absent if the snapshot does not say.
     * On one server and timeline it never gets smaller, whatever the clocks do.
     */
    public OptionalLong nextTransaction() {
      Matcher form = SNAPSHOT.matcher(snapshot);
      return form.matches() ? OptionalLong.of(Long.parseLong(form.group(1))) : OptionalLong.empty();
    }

    /** The same server with another position. */
    public Server durableTo(Optional<String> position) {
      return new Server(
          systemIdentifier,
          timeline,
          database,
          databaseOid,
          schema,
          storeType,
          serverVersion,
          serverVersionNumber,
          standby,
          lsnBefore,
          snapshot,
          serverStarted,
          position);
    }

    @Override
    public String describe() {
      return "database \"%s\", schema \"%s\", PostgreSQL %s%s"
          .formatted(database, schema, serverVersion, standby ? " (standby)" : "");
    }
  }

  /**
   * A plain dump file.
   *
   * @param file the file's name without folders, {@code -} for standard input
   * @param producer what the dump says of its producer, such as {@code pg_dump 15.4}
   * @param schema the schema of the tables
   * @param storeType the store type
   */
  record Dump(String file, Optional<String> producer, String schema, String storeType)
      implements Source {
    @Override
    public String describe() {
      return "dump \"%s\", schema \"%s\"%s"
          .formatted(file, schema, producer.map(name -> ", " + name).orElse(""));
    }
  }
}
