package org.nessiebackup.imports;

import java.util.Optional;
import org.nessiebackup.TableSet;

/**
 * What to import.
 *
 * @param file the file's name without folders, {@code -} for standard input; kept in the manifest
 * @param database the database of the catalog in a dump of several; found if absent
 * @param schema the schema of the catalog in the dump; found if absent
 * @param tables the catalog's tables; found if absent
 */
public record ImportOptions(
    String file, Optional<String> database, Optional<String> schema, Optional<TableSet> tables) {}
