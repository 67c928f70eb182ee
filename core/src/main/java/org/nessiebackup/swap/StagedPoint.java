package org.nessiebackup.swap;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.PointId;
import org.nessiebackup.tables.SchemaMark;
import org.nessiebackup.tables.SchemaMark.Detail;

/**
 * The recovery point that a restore brings back.
 *
 * @param id the backup or the tip
 * @param state the moment whose state it holds; absent if an older version has staged it
 */
public record StagedPoint(PointId id, Optional<Instant> state) {
  /**
   * What a mark says.
   *
   * @throws BackupException or {@link DateTimeException} if somebody has edited it
   */
  static StagedPoint of(SchemaMark mark) {
    return new StagedPoint(
        PointId.parse(mark.detail(Detail.BACKUP).orElse("")),
        mark.detail(Detail.STATE).map(Instant::parse));
  }

  SchemaMark in(SchemaMark mark) {
    SchemaMark named = mark.with(Detail.BACKUP, id);
    return state.map(moment -> named.with(Detail.STATE, moment)).orElse(named);
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
