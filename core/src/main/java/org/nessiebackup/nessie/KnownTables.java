package org.nessiebackup.nessie;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Column;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.TableShape;

/**
 * The tables as the newest Nessie that is known makes them. Older ones lack columns at the end of
 * their history, never a key; whatever was added later may be NULL or has a default, since Nessie
 * itself adds it to tables that have rows.
 */
final class KnownTables {
  private static final String BUILT_IN = "pg_catalog";

  static final TableShape REFS2 =
      table("refs2", List.of("repo", "ref_name"))
          .names("repo", "ref_name")
          .bytes("pointer")
          .flag("deleted")
          .bytes("ext_info", "prev_ptr")
          .defaultedNumber("created_at")
          .shape();

  static final TableShape OBJS2 =
      table("objs2", List.of("repo", "obj_id"))
          .names("repo")
          .bytes("obj_id")
          .names("obj_type", "obj_vers")
          .bytes("obj_value")
          .number("obj_ref")
          .shape();

  static final TableShape REFS =
      table("refs", List.of("repo", "ref_name"))
          .names("repo", "ref_name", "pointer")
          .flag("deleted")
          .defaultedNumber("created_at")
          .names("ext_info")
          .bytes("prev_ptr")
          .shape();

  static final TableShape OBJS =
      table("objs", List.of("repo", "obj_id"))
          .names("repo", "obj_id", "obj_type", "obj_vers")
          .number("obj_ref")
          .names("c_commit_type")
          .number("c_created")
          .bytes("c_headers")
          .flag("c_incomplete_index")
          .bytes("c_incremental_index")
          .names("c_message", "c_reference_index")
          .bytes("c_reference_index_stripes")
          .names("c_secondary_parents")
          .number("c_seq")
          .names("c_tail")
          .bytes("i_index", "i_stripes")
          .number("r_created_at")
          .names("r_extended_info", "r_initial_pointer", "r_name")
          .names("s_compression", "s_content_type", "s_filename", "s_predecessors")
          .bytes("s_text", "t_headers")
          .names("t_message")
          .bytes("t_signature")
          .names("u_space")
          .bytes("u_value")
          .names("v_content_id")
          .bytes("v_data")
          .number("v_payload")
          .names("x_compress")
          .bytes("x_data")
          .shape();

  private KnownTables() {}

  private static Columns table(String name, List<String> key) {
    return new Columns(name, key);
  }

  /** Collects the columns of a table. */
  private static final class Columns {
    private final String name;
    private final List<String> key;
    private final List<Column> columns = new ArrayList<>();

    Columns(String name, List<String> key) {
      this.name = name;
      this.key = key;
    }

    /** In the order of their characters, not in that of a language. */
    Columns names(String... names) {
      return add("varchar", Optional.of(new QualifiedName(BUILT_IN, "ucs_basic")), names);
    }

    Columns bytes(String... names) {
      return add("bytea", Optional.empty(), names);
    }

    Columns number(String... names) {
      return add("int8", Optional.empty(), names);
    }

    Columns flag(String... names) {
      return add("bool", Optional.empty(), names);
    }

    Columns defaultedNumber(String column) {
      columns.add(column(column, "int8", Optional.empty(), Optional.of("0")));
      return this;
    }

    private Columns add(String type, Optional<QualifiedName> collation, String... names) {
      for (String each : names) {
        columns.add(column(each, type, collation, Optional.empty()));
      }
      return this;
    }

    private Column column(
        String column,
        String type,
        Optional<QualifiedName> collation,
        Optional<String> constantDefault) {
      return new Column(
          column,
          new QualifiedName(BUILT_IN, type),
          -1,
          key.contains(column),
          collation,
          constantDefault);
    }

    TableShape shape() {
      return new TableShape(name, columns, key);
    }
  }
}
