package org.nessiebackup.nessie;

import java.util.Arrays;
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
      table(
          "refs2",
          List.of("repo", "ref_name"),
          "varchar repo ref_name, bytea pointer, bool deleted, bytea ext_info prev_ptr,"
              + " int8 created_at");

  static final TableShape OBJS2 =
      table(
          "objs2",
          List.of("repo", "obj_id"),
          "varchar repo, bytea obj_id, varchar obj_type obj_vers, bytea obj_value, int8 obj_ref");

  static final TableShape REFS =
      table(
          "refs",
          List.of("repo", "ref_name"),
          "varchar repo ref_name pointer, bool deleted, int8 created_at, varchar ext_info,"
              + " bytea prev_ptr");

  static final TableShape OBJS =
      table(
          "objs",
          List.of("repo", "obj_id"),
          "varchar repo obj_id obj_type obj_vers, int8 obj_ref, varchar c_commit_type,"
              + " int8 c_created, bytea c_headers, bool c_incomplete_index,"
              + " bytea c_incremental_index, varchar c_message c_reference_index,"
              + " bytea c_reference_index_stripes, varchar c_secondary_parents, int8 c_seq,"
              + " varchar c_tail, bytea i_index i_stripes, int8 r_created_at,"
              + " varchar r_extended_info r_initial_pointer r_name s_compression s_content_type"
              + " s_filename s_predecessors, bytea s_text t_headers, varchar t_message,"
              + " bytea t_signature, varchar u_space, bytea u_value, varchar v_content_id,"
              + " bytea v_data, int8 v_payload, varchar x_compress, bytea x_data");

  private KnownTables() {}

  /** A table of columns, which are listed behind their type. */
  private static TableShape table(String name, List<String> key, String columns) {
    return new TableShape(
        name,
        Arrays.stream(columns.split(", "))
            .map(words -> List.of(words.split(" ")))
            .flatMap(
                words ->
                    words.stream()
                        .skip(1)
                        .map(column -> column(column, words.getFirst(), key.contains(column))))
            .toList(),
        key);
  }

  private static Column column(String name, String type, boolean notNull) {
    return new Column(
        name,
        new QualifiedName(BUILT_IN, type),
        -1,
        notNull,
        // Texts are in the order of their characters, not in that of a language.
        Optional.of(new QualifiedName(BUILT_IN, "ucs_basic")).filter(any -> type.equals("varchar")),
        Optional.of("0").filter(any -> name.equals("created_at")));
  }
}
