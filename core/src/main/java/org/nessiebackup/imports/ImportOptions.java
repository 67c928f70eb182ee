package org.nessiebackup.imports;

import java.util.Optional;
import org.nessiebackup.TableSet;

/**
 * What to import.
 *
 * @param file the file's name without folders, {@code -} for standard input; kept in the manifest
 * @param schema the schema of the catalog in the dump; found if absent
 * @param tables the catalog's tables; found if absent
 */
public record ImportOptions(String file, Optional<String> schema, Optional<TableSet> tables) {}
