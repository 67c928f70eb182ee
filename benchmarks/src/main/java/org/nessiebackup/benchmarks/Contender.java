package org.nessiebackup.benchmarks;

/** What is measured, in the order of the report. */
enum Contender {
  BACKUP("`nessie-backup backup`"),
  DUMP_PLAIN("`pg_dump --clean --if-exists` to a file"),
  DUMP_CUSTOM("`pg_dump -Fc`"),
  COPY_OUT("floor: `COPY … TO` nowhere, 1 connection, no process start"),
  COPY_OUT_TWICE("floor: the same, 2 connections"),
  RESTORE("`nessie-backup restore`"),
  PSQL("`psql -f` of the plain dump"),
  PG_RESTORE("`pg_restore -j2` of the `-Fc` dump"),
  COPY_IN("floor: `COPY … FROM` binary, unlogged, external, no key, 1 connection");

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /** For the report. */
  String title() {
    return title;
  }
}
