package org.nessiebackup.check;

import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.TableSet;

/**
 * What to check.
 *
 * @param schema the schema of the catalog; found if absent
 * @param tables the catalog's tables; found if absent
 * @param oldestBackup the age at which the newest backup becomes a warning
 */
public record CheckOptions(
    Optional<String> schema, Optional<TableSet> tables, Duration oldestBackup) {}
