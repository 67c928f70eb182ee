package org.nessiebackup.vault;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.object.SmallObjects;

/**
 * Brings documents that follow on each other to where those before them are, byte for byte and in
 * their order: what a kill leaves is a beginning, with which the next copy goes on.
 */
final class ChainCopy {
  private final ObjectStore target;
  private final Cancellation stop;
  private Optional<String> before;
  private long count;
  private long bytes;

  /**
   * Goes on with a copy.
   *
   * @param before the checksum that the last document there has of itself; absent for none
   */
  ChainCopy(ObjectStore target, Cancellation stop, Optional<String> before) {
    this.target = target;
    this.stop = stop;
    this.before = before;
  }

  /** The first number that is missing among those that are there. */
  static long firstMissing(LongStream numbers) {
    Set<Long> there = numbers.boxed().collect(Collectors.toUnmodifiableSet());
    long number = 1;
    while (there.contains(number)) {
      number++;
    }
    return number;
  }

  /**
   * Copies the next one.
   *
   * @param follows the checksum of the one that it follows on; absent for none
   * @throws BackupException {@link Failure#DAMAGED} if that is not the one that is there
   */
  void put(String name, byte[] document, Optional<String> follows, String sha256)
      throws IOException {
    stop.check();
    if (!follows.equals(before)) {
      throw Failure.DAMAGED.exception(
          "\"%s\" does not follow on the one that is before it in the copy \"%s\""
              .formatted(name, target.location()),
          "`verify` shows in which of the two vaults some are missing or others.");
    }
    try {
      SmallObjects.put(target, name, document);
      count++;
      bytes += document.length;
    } catch (ObjectExistsException e) {
      if (!Arrays.equals(SmallObjects.read(target, name), document)) {
        throw e;
      }
    }
    before = Optional.of(sha256);
  }

  CopiedDocuments copied() {
    return new CopiedDocuments(count, bytes);
  }
}
