package org.nessiebackup.reset;

import java.util.Optional;
import org.nessiebackup.TableSet;

/**
 * What to reset.
 *
 * @param schema the schema of the catalog; found if absent. A catalog of which a table is missing
 *     has to be named
 * @param tables the catalog's tables; found if absent
 * @param allowConnected whether to go on although somebody is connected who uses the tables
 */
public record ResetOptions(
    Optional<String> schema, Optional<TableSet> tables, boolean allowConnected) {}
