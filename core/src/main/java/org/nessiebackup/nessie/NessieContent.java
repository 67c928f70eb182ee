package org.nessiebackup.nessie;

import java.util.Optional;

/**
 * A table, view, namespace or whatever else Nessie keeps under a key.
 *
 * @param type by Nessie's name: {@code ICEBERG_TABLE}, {@code NAMESPACE}, …
 * @param id its own id, which it keeps when it is renamed
 * @param json as Nessie's API (version 2) shows it
 * @param metadataLocation where its metadata file is, if it has one
 */
public record NessieContent(
    String type, String id, String json, Optional<String> metadataLocation) {}
