package org.nessiebackup.tip;

import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.TableSet;

/**
 * What is followed, and how.
 *
 * @param base the backup that tips build on; the newest of a server if absent
 * @param schema where the catalog is; found if absent
 * @param tables which of several table sets is meant; found if absent
 * @param heartbeat how old the newest tip may be, before another one says that nothing has moved
 * @param limits how much memory and time a look may take
 */
public record TipOptions(
    Optional<BackupId> base,
    Optional<String> schema,
    Optional<TableSet> tables,
    Duration heartbeat,
    Limits limits) {
  /** The only catalog of a database, from its newest backup on. */
  public static final TipOptions DEFAULT =
      new TipOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Duration.ofMinutes(1),
          Limits.DEFAULT);

  /**
   * Beyond these, a backup is the better way to bring everything to safety.
   *
   * @param objects so many objects one tip holds at most
   * @param lookups so many objects are looked for at most because of one tip
   * @param remembered so many objects are remembered as stored
   * @param tips so many tips build on one backup at most
   * @param bytes no tip is added to so many bytes of tips; whoever goes on with them, and who
   *     restores, holds them all
   * @param statement so long the server may take for a statement
   */
  public record Limits(
      int objects, int lookups, int remembered, int tips, long bytes, Duration statement) {
    /** For catalogs of any size: some ten megabytes, and what the tips have. */
    public static final Limits DEFAULT =
        new Limits(20_000, 100_000, 100_000, 10_000, 64L << 20, Duration.ofSeconds(30));
  }

  /** The same catalog by its schema. */
  public TipOptions in(String name) {
    return new TipOptions(base, Optional.of(name), tables, heartbeat, limits);
  }

  /** The same with other limits. */
  public TipOptions within(Limits others) {
    return new TipOptions(base, schema, tables, heartbeat, others);
  }

  /** The same, with a tip at least that often. */
  public TipOptions every(Duration span) {
    return new TipOptions(base, schema, tables, span, limits);
  }
}
