package org.nessiebackup.manifest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;
import org.nessiebackup.TableShape;

/**
 * Where an epoch of a journal begins: a stretch in which nothing is missing.
 *
 * @param vault the id of the vault it was made for
 * @param tool name and version of the program that wrote it
 * @param epoch its name
 * @param begunAt when it began, by the server's clock
 * @param source which catalog
 * @param slot the name of the replication slot
 * @param start every transaction is in it whose commit stands at or behind this position
 * @param follows the epoch whose last file ends at the start; absent if what was before is missing
 * @param references the table of references
 * @param objects the table of objects
 * @param protection who can read its files
 */
public record JournalEpoch(
    String vault,
    String tool,
    EpochId epoch,
    Instant begunAt,
    @JsonUnwrapped CatalogPlace source,
    String slot,
    Lsn start,
    Optional<Before> follows,
    Table references,
    Table objects,
    @JsonUnwrapped Protection protection)
    implements Document {
  /**
   * What an epoch follows on.
   *
   * @param epoch the one before
   * @param sha256 the checksum that the last file of that one has of itself
   */
  public record Before(EpochId epoch, String sha256) {}

  /**
   * A table.
   *
   * @param oid its object id
   * @param shape columns and key
   */
  public record Table(long oid, TableShape shape) {}
}
