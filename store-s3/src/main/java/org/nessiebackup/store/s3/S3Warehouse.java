package org.nessiebackup.store.s3;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How the buckets of a warehouse are reached.
 *
 * @param usual for buckets that no rule names
 * @param rules for some buckets, or a part of them; the one with the longest prefix counts
 */
public record S3Warehouse(Access usual, List<Rule> rules) {
  /** Takes its own copy of the list. */
  public S3Warehouse {
    rules = List.copyOf(rules);
  }

  /**
   * A server and who we are there.
   *
   * @param endpoint the server
   * @param credentials what the AWS tools would use, if absent
   */
  public record Access(S3Endpoint endpoint, Optional<S3Credentials> credentials) {}

  /**
   * A part of a bucket.
   *
   * @param bucket its name
   * @param prefix what the keys begin with; empty for all
   * @param access how it is reached
   */
  public record Rule(String bucket, String prefix, Access access) {}

  Access access(String bucket, String key) {
    return rules.stream()
        .filter(rule -> rule.bucket().equals(bucket) && key.startsWith(rule.prefix()))
        .max(Comparator.comparingInt(rule -> rule.prefix().length()))
        .map(Rule::access)
        .orElse(usual);
  }
}
