package org.nessiebackup.integrity;

import java.util.Optional;
import org.nessiebackup.TableSet;

/**
 * Which catalog on the server to check.
 *
 * @param schema the catalog's schema; found if absent
 * @param tables the catalog's tables; found if absent
 * @param jobs how many threads read objects, at least one
 */
public record GraphOptions(Optional<String> schema, Optional<TableSet> tables, int jobs) {}
