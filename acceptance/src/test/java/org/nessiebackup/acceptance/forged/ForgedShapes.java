package org.nessiebackup.acceptance.forged;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Manifests whose tables are such as no server ever had. */
final class ForgedShapes {
  private static final String SQL = "x\"; CREATE TABLE pwn(); --";
  private static final String VALUE = "x'); CREATE TABLE pwn(); --";

  private ForgedShapes() {}

  /** What is done to a manifest, by what it is. */
  static Map<String, Consumer<ObjectNode>> all() {
    Map<String, Consumer<ObjectNode>> all = new LinkedHashMap<>();
    types(all);
    names(all);
    tables(all);
    objects(all);
    return all;
  }

  private static void types(Map<String, Consumer<ObjectNode>> all) {
    for (String type :
        List.of(
            "int4; CREATE TABLE pwn()",
            SQL,
            "cstring",
            "internal",
            "regclass",
            "regproc",
            "record",
            "anyelement",
            "trigger",
            "void",
            "pg_node_tree",
            "json",
            "xml",
            "oidvector",
            "_text",
            "name",
            "\"char\"",
            "pg_authid",
            "nothing",
            "money",
            "aclitem",
            "txid_snapshot")) {
      all.put(
          "a column of type " + type,
          manifest -> type(manifest).put("schema", "pg_catalog").put("name", type));
    }
    all.put("a type in a schema with SQL", manifest -> type(manifest).put("schema", SQL));
    for (long modifier : new long[] {-2, 0, 3, Integer.MAX_VALUE, 1L << 40}) {
      all.put(
          "a type modifier of " + modifier,
          manifest -> column(manifest).put("typeModifier", modifier));
    }
    for (String value :
        List.of(VALUE, "' || pg_read_file('/etc/hostname') || '", "nextval('x')", "now()", "\\x")) {
      all.put("a default " + value, manifest -> column(manifest).put("constantDefault", value));
    }
    for (String name : List.of(SQL, "nothing", "C", "en-x-icu", "default")) {
      all.put(
          "a collation " + name,
          manifest ->
              column(manifest)
                  .putObject("collation")
                  .put("schema", "pg_catalog")
                  .put("name", name));
    }
  }

  private static void names(Map<String, Consumer<ObjectNode>> all) {
    for (String name :
        List.of(
            SQL, "", " ", "x".repeat(64), "\u00e4".repeat(40), "a\u0000b", "tableoid", "ctid")) {
      all.put("a column \"" + name + "\"", manifest -> column(manifest).put("name", name));
    }
    for (String name : List.of("pg_authid", "pg_class", SQL, "", "refs2", "../x", "x".repeat(70))) {
      all.put(
          "a table \"" + name + "\"",
          manifest -> ((ObjectNode) table(manifest).get("shape")).put("name", name));
    }
    for (String name : List.of("", SQL, "pg_catalog", "pg_toast", "information_schema")) {
      all.put(
          "a schema \"" + name + "\"",
          manifest -> ((ObjectNode) manifest.get("source")).put("schema", name));
    }
    for (String type : List.of("JDBC", "MONGODB", SQL)) {
      all.put(
          "a store type " + type,
          manifest -> ((ObjectNode) manifest.get("source")).put("storeType", type));
    }
  }

  private static void tables(Map<String, Consumer<ObjectNode>> all) {
    all.put("no tables", manifest -> manifest.putArray("tables"));
    all.put("one table only", manifest -> ((ArrayNode) manifest.get("tables")).remove(0));
    all.put(
        "an extra table",
        manifest -> {
          ObjectNode extra = table(manifest).deepCopy();
          ((ObjectNode) extra.get("shape")).put("name", "extra");
          extra.putArray("segments");
          extra.put("rows", 0).put("digest", "0".repeat(64)).putNull("dictionary");
          ((ArrayNode) manifest.get("tables")).add(extra);
        });
    all.put(
        "40,000 columns",
        manifest -> {
          ArrayNode columns = (ArrayNode) table(manifest).get("shape").get("columns");
          for (int i = 0; i < 40_000; i++) {
            columns.add(((ObjectNode) columns.get(0)).deepCopy().put("name", "c" + i));
          }
        });
    all.put(
        "no key", manifest -> ((ObjectNode) table(manifest).get("shape")).putArray("primaryKey"));
    all.put(
        "a key of nothing",
        manifest ->
            ((ObjectNode) table(manifest).get("shape")).putArray("primaryKey").add("nothing"));
    all.put(
        "a key that is twice the same",
        manifest ->
            ((ArrayNode) table(manifest).get("shape").get("primaryKey"))
                .add(table(manifest).get("shape").get("primaryKey").get(0)));
    all.put(
        "its own parent",
        manifest ->
            manifest
                .put("type", "incremental")
                .put("parent", manifest.get("id").asString())
                .put("parentSha256", "0".repeat(64)));
    all.put(
        "a parent that is not there",
        manifest ->
            manifest
                .put("type", "incremental")
                .put("parent", "20200101T000000Z-0000")
                .put("parentSha256", "0".repeat(64)));
  }

  private static void objects(Map<String, Consumer<ObjectNode>> all) {
    for (String name :
        List.of(
            "../../outside/canary",
            "../../../outside/canary",
            "/etc/hostname",
            "a/b",
            "..",
            ".",
            "manifest.json",
            "a\u0000b",
            "\u001b]0;pwn\u0007",
            "x".repeat(5000),
            "refs2-0000.copy.zst ",
            "REFS2-0000.copy.zst",
            ".upload-x")) {
      all.put(
          "an object \"" + (name.length() > 100 ? "5000 x" : name) + "\"",
          manifest -> ((ObjectNode) table(manifest).get("segments").get(0)).put("object", name));
    }
  }

  private static ObjectNode table(ObjectNode manifest) {
    return (ObjectNode) manifest.get("tables").get(0);
  }

  private static ObjectNode column(ObjectNode manifest) {
    return (ObjectNode) table(manifest).get("shape").get("columns").get(1);
  }

  private static ObjectNode type(ObjectNode manifest) {
    return (ObjectNode) column(manifest).get("type");
  }
}
