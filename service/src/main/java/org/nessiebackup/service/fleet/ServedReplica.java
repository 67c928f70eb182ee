package org.nessiebackup.service.fleet;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.postgres.Database;

/**
 * A replica that is looked after. What else there is to know of it, such as slot and schema, the
 * vault knows.
 *
 * @param name its name; empty if it is the only one that the vault knows of
 * @param database the server that follows, which nobody has reached yet
 * @param retained how many bytes of its log the primary may keep for it until it is given up
 * @param mostLag how far behind it may be
 */
public record ServedReplica(
    Optional<String> name, Supplier<Database> database, long retained, Duration mostLag) {
  /** How far behind it may be, unless somebody says otherwise. */
  public static final Duration MOST_LAG = Duration.ofMinutes(1);
}
