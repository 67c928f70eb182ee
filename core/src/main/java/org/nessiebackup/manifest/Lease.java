package org.nessiebackup.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.nessiebackup.BackupId;
import org.nessiebackup.Labelled;

/**
 * Says that somebody is at work on a vault, until a moment. Objects never change, so who works on
 * writes a further document; the one with the greatest number holds.
 *
 * @param kind what the work is
 * @param holder a random text that no other holder has
 * @param owner for people: host, process and command
 * @param acquired when the work began
 * @param expires until when it holds, by the holder's clock
 * @param uses backups that must stay as long as it holds
 */
public record Lease(
    Kind kind, String holder, String owner, Instant acquired, Instant expires, List<BackupId> uses)
    implements Document {
  /** Kinds of work that others have to know of. */
  public enum Kind implements Labelled {
    /** A backup comes into being: taken, imported, or copied into this vault. */
    @JsonProperty("backup")
    BACKUP,
    /** Backups are read for a copy in another vault; several may be read at the same time. */
    @JsonProperty("copy")
    COPY,
    /** Backups and garbage are removed. */
    @JsonProperty("prune")
    PRUNE,
    /** Objects of backups are exchanged for such with other recipients. */
    @JsonProperty("rewrap")
    REWRAP,
    /** A service starts what schedules want; no command has to wait for it. */
    @JsonProperty("schedule")
    SCHEDULE;

    /** Whether several holders may have it at the same time. */
    public boolean shared() {
      return this == COPY;
    }

    /** Whether two such works must not go on at the same time. */
    public boolean excludes(Kind other) {
      return switch (this) {
        case BACKUP -> other != COPY && other != SCHEDULE;
        case COPY -> other == PRUNE || other == REWRAP;
        case PRUNE, REWRAP -> other != SCHEDULE;
        case SCHEDULE -> other == SCHEDULE;
      };
    }
  }

  /** Takes its own copy of the list. */
  public Lease {
    uses = List.copyOf(uses);
    if (!holder.matches("[0-9a-f-]{8,64}") || expires.isBefore(acquired)) {
      throw new IllegalArgumentException("a lease has no holder, or ends before it begins");
    }
  }

  /** Whether it still counts for others, whose clock may differ from the holder's. */
  public boolean live(Instant now, Duration tolerance) {
    return !now.isAfter(expires.plus(tolerance));
  }

  /** The same for longer. */
  public Lease until(Instant later) {
    return new Lease(kind, holder, owner, acquired, later, uses);
  }
}
