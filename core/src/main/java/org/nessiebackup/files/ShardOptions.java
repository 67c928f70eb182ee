package org.nessiebackup.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.nessiebackup.Digests;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.ShardDocument;

/**
 * Which files a shard of a check probes. The shard that begins first decides for all of them which
 * recovery point is meant, and which seed.
 *
 * @param run the name of the check, the same for all of its shards and for no other check
 * @param shard which part of the files
 * @param words for the recovery point
 * @param files those of which this is a part
 * @param seeded whether the seed is wanted, and no other will do
 */
public record ShardOptions(
    String run, Shard shard, String words, FilesOptions files, boolean seeded) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /** Refuses a name that no folder can have. */
  public ShardOptions {
    checkName(run);
  }

  /**
   * One of several parts of the files of a catalog. All files of a table are in one part, whatever
   * order they are found in, and so is what belongs to no table: in the first one.
   *
   * @param index from 1 on
   * @param count how many parts there are, at most {@link #MOST}
   */
  public record Shard(int index, int count) {
    /** More of them would each read the whole catalog for little. */
    public static final int MOST = ShardDocument.MOST_SHARDS;

    static final Shard WHOLE = new Shard(1, 1);

    /** Refuses one that there is not. */
    public Shard {
      if (count < 1 || count > MOST || index < 1 || index > count) {
        throw new IllegalArgumentException("there is no shard " + index + " of " + count);
      }
    }

    /** A number for a content's id, which is the same in every version of this program. */
    static long hash(String contentId) {
      return ByteBuffer.wrap(Digests.sha256().digest(contentId.getBytes(StandardCharsets.UTF_8)))
          .getLong();
    }

    /** The one that has the files of a content. */
    static Shard of(long contentHash, int count) {
      return new Shard((int) Long.remainderUnsigned(contentHash, count) + 1, count);
    }

    boolean isFirst() {
      return index == 1;
    }
  }

  /**
   * Refuses what cannot be the name of a check.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#USAGE}
   */
  static void checkName(String run) {
    if (!NAME.matcher(run).matches()) {
      throw Failure.USAGE.exception(
          "\"%s\" cannot be the name of a check".formatted(run),
          "It has 1 to 63 of the characters a-z, 0-9 and \"-\", and does not begin with \"-\".");
    }
  }

  ShardDocument.Plan plan(String point) {
    return new ShardDocument.Plan(
        words, point, files.references(), files.share(), files.seed(), files.deep());
  }

  /** Whether a check that has begun looks at the same. */
  boolean fits(int shards, ShardDocument.Plan plan) {
    return shards == shard.count()
        && plan.words().equals(words)
        && plan.references().equals(files.references())
        && plan.share() == files.share()
        && plan.deep() == files.deep()
        && (!seeded || plan.seed() == files.seed());
  }
}
