package org.nessiebackup.manifest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.BackupId;

/**
 * What has become reachable in a catalog since the tip before it, or that nothing has. All tips of
 * a backup up to one, together with the backup, hold every commit that a reference led to at its
 * moment. A tip exists once this document does; it holds all there is to it.
 *
 * @param vault the id of the vault it was made for
 * @param tool name and version of the program that wrote it
 * @param place which it is of those that build on the same backup
 * @param moment the moment whose references it knows
 * @param protection who can read it
 * @param references all rows of the table of references; absent if they are those of the newest tip
 *     before that has them, or else those of the backup
 * @param objects rows of the table of objects, which supersede those with the same keys of the
 *     backup and of tips before; absent if nothing new was reachable
 */
public record Tip(
    String vault,
    String tool,
    @JsonUnwrapped Place place,
    @JsonUnwrapped Moment moment,
    @JsonUnwrapped Protection protection,
    Optional<TipRows> references,
    Optional<TipRows> objects)
    implements Document {
  /** Refuses what could not be read in order. */
  public Tip {
    checkDictionary(place, references);
    checkDictionary(place, objects);
    if (objects.isPresent() != objects.flatMap(TipRows::keys).isPresent()
        || references.flatMap(TipRows::keys).isPresent()) {
      throw new IllegalArgumentException("a tip has keys of its objects, and of nothing else");
    }
  }

  private static void checkDictionary(Place place, Optional<TipRows> rows) {
    rows.flatMap(TipRows::dictionary)
        .flatMap(TipRows.Dictionary::tips)
        .filter(range -> range.last() >= place.number())
        .ifPresent(
            range -> {
              throw new IllegalArgumentException("a tip is compressed with what follows it");
            });
  }

  /** Its number among those that build on the same backup, from 1. */
  public long number() {
    return place.number();
  }

  /** How many bytes of rows it holds as they are stored, without what is around them. */
  public long storedBytes() {
    return references.map(TipRows::storedBytes).orElse(0L)
        + objects.map(TipRows::storedBytes).orElse(0L);
  }

  /**
   * Where a tip stands.
   *
   * @param base the backup that it builds on
   * @param baseSha256 the checksum that the first manifest of that backup has of itself
   * @param number from 1, without a gap
   * @param previousSha256 the checksum that the tip before has of itself; absent for the first
   */
  public record Place(
      BackupId base, String baseSha256, long number, Optional<String> previousSha256) {
    /** Greater numbers have no name. */
    public static final long LAST = 999_999_999_999L;

    /** Refuses impossible numbers, and a tip that does not say on which it follows. */
    public Place {
      if (number < 1 || number > LAST || previousSha256.isPresent() != (number > 1)) {
        throw new IllegalArgumentException("a tip has an impossible place");
      }
    }
  }

  /**
   * The moment whose state a tip knows.
   *
   * @param seenAt by the server's clock
   * @param snapshot the transactions visible then ({@code pg_current_snapshot}), as text
   */
  public record Moment(Instant seenAt, String snapshot) {}
}
