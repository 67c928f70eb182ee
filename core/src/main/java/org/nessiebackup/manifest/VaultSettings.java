package org.nessiebackup.manifest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What may change about a vault, on which all who use it have to agree. Objects never change, so
 * each change is a document of its own, with the next number; the greatest number holds.
 *
 * @param number from 1
 * @param vault the vault's id
 * @param created when
 * @param tool name and version of the program that made it
 * @param keys who can read and sign new backups
 * @param retention which backups a prune keeps
 * @param fullEvery how old a full backup may be that an incremental one builds on
 */
public record VaultSettings(
    int number,
    String vault,
    Instant created,
    String tool,
    @JsonUnwrapped Keys keys,
    RetentionPolicy retention,
    Duration fullEvery)
    implements Document {
  /** A week. */
  public static final Duration DEFAULT_FULL_EVERY = Duration.ofDays(7);

  /** Refuses negative numbers. */
  public VaultSettings {
    if (number < 0 || fullEvery.isNegative()) {
      throw new IllegalArgumentException("settings have a negative number");
    }
  }

  /**
   * Who can read and sign new backups.
   *
   * @param recipients who can read them, as age recipients; empty if they are not encrypted
   * @param signingKeys the keys by which backups may be signed, 64 hexadecimal digits each, that of
   *     new ones first; empty if backups are not signed
   * @param listRecipient who can read key lists besides, as an age recipient: whoever has the key
   *     that signs new backups; absent if backups are not encrypted
   */
  public record Keys(
      List<String> recipients, List<String> signingKeys, Optional<String> listRecipient) {
    /** Takes its own copies of the lists, without duplicates. */
    public Keys {
      recipients = List.copyOf(recipients);
      signingKeys = List.copyOf(signingKeys);
      if (new HashSet<>(recipients).size() < recipients.size()
          || new HashSet<>(signingKeys).size() < signingKeys.size()) {
        throw new IllegalArgumentException("a key stands twice");
      }
      signingKeys.forEach(VaultDescription::checkKey);
    }
  }

  /** Who can read new backups. */
  public List<String> recipients() {
    return keys.recipients();
  }

  /** By which keys backups may be signed. */
  public List<String> signingKeys() {
    return keys.signingKeys();
  }

  /** Who can read key lists besides. */
  public Optional<String> listRecipient() {
    return keys.listRecipient();
  }

  /** The same as a document of its own. */
  public VaultSettings numbered(int another, String by, Instant now) {
    return new VaultSettings(another, vault, now, by, keys, retention, fullEvery);
  }

  /** The same with others who can read new backups. */
  public VaultSettings withRecipients(List<String> others) {
    return with(new Keys(others, signingKeys(), listRecipient()));
  }

  /** The same with another policy. */
  public VaultSettings withRetention(RetentionPolicy policy) {
    return new VaultSettings(number, vault, created, tool, keys, policy, fullEvery);
  }

  /**
   * The same with another key that signs new backups, and only that: older backups name the
   * settings under which they were made, and are held against the keys of those.
   */
  public VaultSettings signedBy(String key, Optional<String> reader) {
    return with(new Keys(recipients(), List.of(key), reader));
  }

  private VaultSettings with(Keys others) {
    return new VaultSettings(number, vault, created, tool, others, retention, fullEvery);
  }

  /** Those of a vault that has none, as the first version made them: number 0. */
  public static VaultSettings none(VaultDescription vault) {
    return new VaultSettings(
        0,
        vault.id(),
        vault.created(),
        vault.tool(),
        new Keys(List.of(), List.of(), Optional.empty()),
        RetentionPolicy.DEFAULT,
        DEFAULT_FULL_EVERY);
  }
}
