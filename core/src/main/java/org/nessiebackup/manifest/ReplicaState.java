package org.nessiebackup.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.Labelled;
import org.nessiebackup.Lsn;

/**
 * How a replica of the catalog is. Objects never change, so what happens to it is told in a further
 * document; the one with the greatest number holds.
 *
 * @param head what every such document says
 * @param phase how far it has come
 * @param epoch counts how often the catalog has moved to another server: of a replica that follows,
 *     the primary's; of one that was promoted, the one that begins with it, one more than before
 * @param servers who follows whom
 * @param link by what
 * @param seed what it was begun with; absent as long as that is not in the vault
 * @param reason why it is so, where somebody may ask, in a sentence
 */
public record ReplicaState(
    @JsonUnwrapped Head head,
    Phase phase,
    long epoch,
    Servers servers,
    Link link,
    Optional<Seed> seed,
    Optional<String> reason)
    implements Document {
  /** The first epoch: no replica was ever promoted. */
  public static final long FIRST_EPOCH = 1;

  /** Refuses what contradicts itself. */
  public ReplicaState {
    if (epoch < FIRST_EPOCH || (phase.isSeeded() && seed.isEmpty())) {
      throw new IllegalArgumentException("a replica has an epoch, and follows from its seed on");
    }
  }

  /** How far a replica has come. */
  public enum Phase implements Labelled {
    /** There may be a slot and a publication, and nothing else. */
    @JsonProperty("begun")
    BEGUN,
    /** The backup is in the vault from which on the slot keeps every change. */
    @JsonProperty("seeded")
    SEEDED,
    /** It has all rows of the seed, and follows. */
    @JsonProperty("following")
    FOLLOWING,
    /** It follows no longer, and has to be made anew. */
    @JsonProperty("stopped")
    STOPPED,
    /** It is the primary now, and the former one is none any more. */
    @JsonProperty("promoted")
    PROMOTED,
    /** There is none any more. */
    @JsonProperty("dropped")
    DROPPED;

    /** Whether it cannot be without a seed. */
    boolean isSeeded() {
      return this == SEEDED || this == FOLLOWING || this == PROMOTED;
    }

    /** Whether something of it is on the servers. */
    public boolean isLive() {
      return this == BEGUN || this == SEEDED || this == FOLLOWING || this == STOPPED;
    }
  }

  /**
   * What every such document says.
   *
   * @param vault the id of the vault it was made for
   * @param tool name and version of the program that wrote it
   * @param name the replica's name
   * @param number its place among the documents of that replica, from 1 on
   * @param at when it was written, by the clock of who wrote it
   * @param protection who can read backups of that moment
   */
  public record Head(
      String vault,
      String tool,
      String name,
      int number,
      Instant at,
      @JsonUnwrapped Protection protection) {}

  /**
   * Who follows whom.
   *
   * @param primary the catalog that is followed
   * @param replica the one that follows; of the same schema and store type
   */
  public record Servers(CatalogPlace primary, CatalogPlace replica) {}

  /**
   * By what it follows.
   *
   * @param slot the replication slot on the primary
   * @param publication the publication on the primary
   * @param subscription the subscription on the replica
   * @param tables the object ids of the published tables, in the order of the store type's
   * @param address where the replica's server finds the primary, without any secret
   */
  public record Link(
      String slot, String publication, String subscription, List<Long> tables, String address) {
    /** Takes its own copy of the list. */
    public Link {
      tables = List.copyOf(tables);
    }
  }

  /**
   * What a replica was begun with.
   *
   * @param backup taken in the snapshot of the slot
   * @param point every change is sent whose commit stands at or behind this position
   */
  public record Seed(BackupId backup, Lsn point) {}
}
