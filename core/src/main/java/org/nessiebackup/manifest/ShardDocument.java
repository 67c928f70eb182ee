package org.nessiebackup.manifest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * Says what a check of files looks at that is shared out, or what one of its shards has found.
 * Locations of tables are in it; so its content is encrypted where backups are.
 *
 * @param run the name of the check
 * @param vault the id of the vault
 * @param tool name and version of the program
 * @param protection who can read the content
 * @param written when, by the clock of who wrote it
 * @param shard whose result this is, from 1 on; 0 for what all of them look at
 * @param shards how many there are
 * @param content a {@link Plan} of shard 0, or a {@link Part}, in base64; an age file if it is
 *     encrypted
 */
public record ShardDocument(
    String run,
    String vault,
    String tool,
    @JsonUnwrapped Protection protection,
    Instant written,
    int shard,
    int shards,
    String content)
    implements Document {
  /** Into so many shards a check is shared out at most. */
  public static final int MOST_SHARDS = 1024;

  /** Refuses impossible numbers, and content that is not in base64. */
  public ShardDocument {
    if (shards < 1 || shards > MOST_SHARDS || shard < 0 || shard > shards) {
      throw new IllegalArgumentException("there is no shard " + shard + " of " + shards);
    }
    Base64.getDecoder().decode(content);
  }

  /** The content as it is stored. */
  public byte[] contentBytes() {
    return Base64.getDecoder().decode(content);
  }

  /**
   * What all shards look at.
   *
   * @param words the recovery point as it was asked for, such as {@code latest}
   * @param point the one that was found by them
   * @param references names of branches and tags; empty for all
   * @param share of the metadata files, more than 0 and 1 at most
   * @param seed decides by chance which these are
   * @param deep whether the metadata files are read
   */
  public record Plan(
      String words, String point, List<String> references, double share, long seed, boolean deep)
      implements Document {
    /** Takes its own copy of the list. */
    public Plan {
      references = List.copyOf(references);
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException(share + " of the files");
      }
    }
  }

  /**
   * What a shard has found.
   *
   * @param files how many metadata files are its own
   * @param locations SHA-256 of their locations in order, each with a zero byte behind it
   * @param states how they are, in that order: a letter for each of several in a row that are alike
   *     and their number, such as {@code P4190M2}
   * @param parts how many manifest lists and manifests were probed
   * @param messages why some are not as they should be: those that a report may name
   */
  public record Part(int files, String locations, String states, long parts, List<Message> messages)
      implements Document {
    /** Takes its own copy of the list, and refuses numbers below zero. */
    public Part {
      messages = List.copyOf(messages);
      if (files < 0 || parts < 0) {
        throw new IllegalArgumentException("a part has impossible numbers");
      }
    }
  }

  /**
   * What is wrong with a file.
   *
   * @param file its place among those of the shard, from 0 on
   * @param text for people
   */
  public record Message(int file, String text) {}
}
