package org.nessiebackup.benchmarks;

import java.util.List;
import java.util.stream.Stream;
import org.nessiebackup.sandbox.PostgresOptions;

/** By what a service keeps what is committed between two backups. */
enum Protection {
  /** A look at the references each second, by a role that may read the two tables. */
  TIPS(
      2,
      "`tip-interval = \"1s\"`",
      "a role that may read the two tables and nothing else",
      List.of("tip-interval = \"1s\"")),
  /** All that is committed, by logical decoding. */
  JOURNAL(
      1.5,
      "`journal = true` and no tips",
      "a role that may read the two tables and replicate, with a publication that somebody has made"
          + " for it",
      List.of(
          "tip-interval = \"off\"",
          "journal = true",
          "publication = \"%s\"".formatted(ReadingRole.PUBLICATION))),
  /** The same, and the server ends no commit before the vault has it. */
  SYNCHRONOUS(
      0,
      "`journal = true`, `synchronous = true` and no tips, for a server with"
          + " `synchronous_standby_names = 'ANY 1 (\"nessie-backup\")'`",
      JOURNAL.role,
      Stream.concat(JOURNAL.lines.stream(), Stream.of("synchronous = true")).toList());

  private final double seconds;
  private final String setting;
  private final String role;
  private final List<String> lines;

  Protection(double seconds, String setting, String role, List<String> lines) {
    this.seconds = seconds;
    this.setting = setting;
    this.role = role;
    this.lines = lines;
  }

  /**
   * The one that is asked for; tips if none is.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static Protection of(GivenWords given) {
    Protection by =
        switch (given.option("--by").orElse("tips")) {
          case "tips" -> TIPS;
          case "journal" -> JOURNAL;
          default -> throw new IllegalArgumentException("--by tips, or --by journal");
        };
    if (given.option("--synchronous").isEmpty()) {
      return by;
    }
    if (by != JOURNAL) {
      throw new IllegalArgumentException("only --by journal can be --synchronous");
    }
    return SYNCHRONOUS;
  }

  /** What the title of a report says more. */
  String title() {
    return switch (this) {
      case TIPS -> "";
      case JOURNAL -> ", with a journal";
      case SYNCHRONOUS -> ", with a synchronous journal";
    };
  }

  /** Whether all is kept that is committed, which needs a role that may replicate. */
  boolean isJournal() {
    return this != TIPS;
  }

  /** How old the oldest commit may be that is lost with the database; none may be lost if 0. */
  double seconds() {
    return seconds;
  }

  /** What a service is told, in a clause. */
  String setting() {
    return setting;
  }

  /** Who reads the catalog, in a clause. */
  String role() {
    return role;
  }

  /** The lines of a service's settings. */
  List<String> lines() {
    return lines;
  }

  /** What the server has to be for it. */
  PostgresOptions on(PostgresOptions options) {
    return switch (this) {
      case TIPS -> options;
      case JOURNAL, SYNCHRONOUS ->
          options.withSetting("wal_level", "logical").withSetting("max_slot_wal_keep_size", "4GB");
    };
  }
}
