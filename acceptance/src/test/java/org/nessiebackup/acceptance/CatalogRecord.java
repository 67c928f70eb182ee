package org.nessiebackup.acceptance;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * All that users see of a catalog over REST, and the former pointers of its references, which only
 * the database shows.
 *
 * @param config what the server says of itself
 * @param references branches and tags with the ids they point at
 * @param contents every key of every reference with its content
 * @param logs every commit of every reference
 * @param formerPointers of every reference, Nessie's own ones included
 */
record CatalogRecord(
    JsonNode config,
    Map<String, NessieClient.Reference> references,
    Map<String, Map<String, JsonNode>> contents,
    Map<String, List<JsonNode>> logs,
    List<String> formerPointers) {

  /** Reads it; nobody may be writing. */
  static CatalogRecord of(NessieClient nessie, CatalogDatabase database) {
    Map<String, NessieClient.Reference> references = nessie.references();
    Map<String, Map<String, JsonNode>> contents = new TreeMap<>();
    Map<String, List<JsonNode>> logs = new TreeMap<>();
    for (String name : references.keySet()) {
      contents.put(name, nessie.contents(name));
      logs.put(name, nessie.log(name));
    }
    List<String> formerPointers =
        database.query(
            """
            SELECT repo || '/' || ref_name || ' ' || encode(pointer, 'hex')
              || ' ' || coalesce(encode(prev_ptr, 'hex'), 'NULL')
            FROM nessie.refs2 ORDER BY 1""");
    return new CatalogRecord(nessie.config(), references, contents, logs, formerPointers);
  }
}
