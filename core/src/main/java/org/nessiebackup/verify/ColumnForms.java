package org.nessiebackup.verify;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.Column;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.TableShape;
import org.nessiebackup.segment.FieldRule;
import org.nessiebackup.segment.FieldRule.Form;

/** What PostgreSQL's own types look like in COPY's binary form, in versions 13 to 18. */
final class ColumnForms {
  private static final String OWN_SCHEMA = "pg_catalog";
  private static final Form ANY = new Form.Any();
  private static final Form TEXT = new Form.Text();
  private static final Map<String, Form> OWN = own();

  private ColumnForms() {}

  private static Map<String, Form> own() {
    Map<String, Form> forms = new HashMap<>();
    for (String name : List.of("text", "varchar", "bpchar", "name", "json", "xml")) {
      forms.put(name, TEXT);
    }
    fixed(forms, 1, "bool", "char");
    fixed(forms, 2, "int2");
    fixed(forms, 4, "int4", "float4", "oid", "date", "xid", "cid");
    fixed(forms, 8, "int8", "float8", "timestamp", "timestamptz", "time", "money", "xid8");
    fixed(forms, 8, "pg_lsn", "macaddr8");
    fixed(forms, 4, "regclass", "regtype", "regproc", "regprocedure", "regoper", "regoperator");
    fixed(forms, 4, "regconfig", "regdictionary", "regnamespace", "regrole", "regcollation");
    fixed(forms, 6, "macaddr", "tid");
    fixed(forms, 12, "timetz");
    fixed(forms, 16, "uuid", "interval", "point");
    fixed(forms, 24, "line", "circle");
    fixed(forms, 32, "lseg", "box");
    for (String name :
        List.of(
            "bytea",
            "numeric",
            "jsonb",
            "jsonpath",
            "inet",
            "cidr",
            "bit",
            "varbit",
            "path",
            "polygon",
            "tsvector",
            "tsquery",
            "txid_snapshot",
            "pg_snapshot",
            "oidvector",
            "int2vector",
            "refcursor")) {
      forms.put(name, ANY);
    }
    for (String name : List.copyOf(forms.keySet())) {
      forms.put("_" + name, ANY);
    }
    // A restore makes no columns of ranges, but arrays of them.
    for (String base : List.of("int4", "int8", "num", "ts", "tstz", "date")) {
      forms.put("_" + base + "range", ANY);
      forms.put("_" + base + "multirange", ANY);
    }
    return Collections.unmodifiableMap(forms);
  }

  private static void fixed(Map<String, Form> forms, int length, String... names) {
    for (String name : names) {
      forms.put(name, new Form.Fixed(length));
    }
  }

  /**
   * Whether this is a type of PostgreSQL's own that it does not have, or that no column can have.
   */
  static boolean impossible(QualifiedName type) {
    return type.schema().equals(OWN_SCHEMA) && !OWN.containsKey(type.name());
  }

  /** How values of a type look; whose type is not PostgreSQL's own, nobody here knows. */
  private static Form form(QualifiedName type) {
    return type.schema().equals(OWN_SCHEMA)
        ? Optional.ofNullable(OWN.get(type.name())).orElse(ANY)
        : ANY;
  }

  /** Whether values of a type are text, which alone has a collation. */
  static boolean collates(QualifiedName type) {
    return !type.schema().equals(OWN_SCHEMA)
        || List.of("text", "varchar", "bpchar", "name", "_text", "_varchar", "_bpchar", "_name")
            .contains(type.name());
  }

  /** What a server takes as the rows of a table. */
  static List<FieldRule> rules(TableShape shape) {
    return shape.columns().stream().map(column -> rule(shape, column)).toList();
  }

  private static FieldRule rule(TableShape shape, Column column) {
    boolean notNull = column.notNull() || shape.primaryKey().contains(column.name());
    return new FieldRule(column.name(), notNull, form(column.type()));
  }
}
