package org.nessiebackup.export;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.Column;
import org.nessiebackup.TableShape;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogSource;

/** Writes the parts of a dump in their order. */
final class DumpWriter {
  /** The first line; import recognises our dumps by it. */
  private static final String MARK = "-- SQL dump of a Nessie catalog, written by ";

  private static final String COMPLETE = "-- nessie-backup dump complete";
  private static final String HASH = "-- SHA-256 of all lines above: ";

  private final DumpText out;
  private final CatalogSource source;
  private final boolean inserts;
  private final List<List<SqlType>> types;

  /** Checks all column types, so that nothing is written of a dump that cannot be finished. */
  DumpWriter(DumpText out, CatalogSource source, boolean inserts) {
    this.out = out;
    this.source = source;
    this.inserts = inserts;
    this.types =
        source.tables().stream()
            .map(
                table ->
                    table.columns().stream()
                        .map(column -> SqlType.of(table.name(), column))
                        .toList())
            .toList();
  }

  /** Writes the whole dump and returns the number of rows. */
  long write(WorkContext context) {
    header(context.tool(), context.clock().instant());
    settings();
    out.line("BEGIN;\n");
    tables();
    List<Long> rows = rows(context);
    keys();
    out.line("COMMIT;\n");
    trailer(rows);
    return rows.stream().mapToLong(Long::longValue).sum();
  }

  private void header(String tool, Instant now) {
    out.line(MARK + SqlTokens.comment(tool));
    out.line("--");
    out.line("-- Source: " + SqlTokens.comment(source.describe()));
    out.line("-- State of: " + source.stateOf());
    out.line("-- Written at: " + now);
    out.line("--");
    out.line("-- Restore with psql -v ON_ERROR_STOP=1 -f FILE, PostgreSQL 13 or newer, Nessie");
    out.line("-- stopped. It replaces these tables, all of them or, after any error, none:");
    for (TableShape table : source.tables()) {
      out.line("--   " + SqlTokens.comment(name(table)));
    }
    out.line("--\n");
  }

  private void settings() {
    if (!inserts) {
      // Behind a COPY that failed psql would take the rows for statements.
      out.line("\\set ON_ERROR_STOP on\n");
    }
    out.text(
        """
        SET statement_timeout = 0;
        SET lock_timeout = 0;
        SET idle_in_transaction_session_timeout = 0;
        SET client_encoding = 'UTF8';
        SET standard_conforming_strings = on;
        SELECT pg_catalog.set_config('search_path', '', false);
        SET check_function_bodies = false;
        SET client_min_messages = warning;
        SET row_security = off;

        """);
  }

  private void tables() {
    for (TableShape table : source.tables().reversed()) {
      out.line("DROP TABLE IF EXISTS " + name(table) + ";");
    }
    if (!source.schema().equals("public")) {
      out.line("CREATE SCHEMA IF NOT EXISTS " + SqlTokens.quoted(source.schema()) + ";");
    }
    for (int i = 0; i < types.size(); i++) {
      TableShape table = source.tables().get(i);
      List<SqlType> columnTypes = types.get(i);
      List<String> lines = new ArrayList<>();
      for (int c = 0; c < columnTypes.size(); c++) {
        lines.add("    " + definition(table.columns().get(c), columnTypes.get(c)));
      }
      out.line("");
      out.line("CREATE TABLE " + name(table) + " (");
      out.line(String.join(",\n", lines));
      out.line(");");
    }
  }

  private static String definition(Column column, SqlType type) {
    String collation =
        column
            .collation()
            .map(name -> " COLLATE " + SqlTokens.quoted(name.schema(), name.name()))
            .orElse("");
    String constant =
        column.constantDefault().map(text -> " DEFAULT " + type.constant(text)).orElse("");
    return SqlTokens.quoted(column.name())
        + " "
        + type.sql()
        + collation
        + constant
        + (column.notNull() ? " NOT NULL" : "");
  }

  private List<Long> rows(WorkContext context) {
    context.progress().step("writing the dump", source.bytes());
    List<Long> counts = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      TableShape table = source.tables().get(i);
      // The one line that distinguishes a table without rows from a dump without data.
      out.line(
          "\n-- Data for Name: %s; Type: TABLE DATA; Schema: %s; Owner: -\n"
              .formatted(SqlTokens.comment(table.name()), SqlTokens.comment(source.schema())));
      String target = name(table) + " " + SqlTokens.list(table.columnNames());
      RowText text =
          new RowText(
              out,
              inserts ? "INSERT INTO " + target + " VALUES (" : "",
              table,
              types.get(i).stream().map(SqlType::form).toList());
      out.text(inserts ? "" : "COPY " + target + " FROM stdin;\n");
      source.rows(table, text);
      out.text(inserts ? "" : "\\.\n");
      counts.add(text.rows());
    }
    return counts;
  }

  private void keys() {
    out.line("");
    for (TableShape table : source.tables()) {
      if (!table.primaryKey().isEmpty()) {
        out.line("ALTER TABLE ONLY " + name(table));
        out.line(
            "    ADD CONSTRAINT %s PRIMARY KEY %s;\n"
                .formatted(
                    SqlTokens.quoted(table.name() + "_pkey"), SqlTokens.list(table.primaryKey())));
      }
    }
  }

  /** What a dump that was cut off lacks. */
  private void trailer(List<Long> rows) {
    out.line("--");
    for (int i = 0; i < types.size(); i++) {
      out.line(
          "-- %s: %d rows".formatted(SqlTokens.comment(name(source.tables().get(i))), rows.get(i)));
    }
    out.line(COMPLETE);
    out.line(HASH + out.hashSoFar());
    out.finish();
  }

  private String name(TableShape table) {
    return SqlTokens.quoted(source.schema(), table.name());
  }
}
