package org.nessiebackup.undo;

import java.util.Optional;

/**
 * Which restore to take back.
 *
 * @param schema the schema of the catalog; found if absent
 * @param allowConnected whether to swap although somebody is connected who uses the tables
 */
public record UndoOptions(Optional<String> schema, boolean allowConnected) {}
