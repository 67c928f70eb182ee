package org.nessiebackup.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.nessiebackup.crypto.DecryptionException;
import org.nessiebackup.crypto.Encryption;
import org.nessiebackup.manifest.KeyList;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.segment.DamagedSegmentException;
import org.nessiebackup.segment.KeyListReader;
import org.nessiebackup.segment.KeyListSummary;
import org.nessiebackup.segment.KeyListWriter;
import org.nessiebackup.segment.SegmentSummary;
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectUnreadableException;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.verify.VerifyReport.Finding;
import org.nessiebackup.verify.VerifyReport.Kind;

/** Reads one list of keys and says what is wrong with it. */
record KeyListCheck(Vault vault, Manifest backup) {
  /** The stored bytes alone. */
  Optional<Finding> quick(TableEntry table, KeyList keys) {
    return run(
        table,
        keys,
        stored -> {
          StoredBytes bytes = StoredBytes.read(stored);
          SegmentSummary found = bytes.summary();
          return changed(table, keys, found.storedBytes(), found.sha256())
              .or(
                  () ->
                      backup.encrypted() && !bytes.encrypted()
                          ? Optional.of(
                              finding(Kind.SEGMENT_UNREADABLE, table, keys, "it is not encrypted"))
                          : Optional.empty());
        });
  }

  /**
   * The keys.
   *
   * @param expected what a list of the segment's keys has to be; absent for deleted ones
   */
  Optional<Finding> whole(TableEntry table, KeyList keys, Optional<KeyListSummary> expected) {
    return run(
        table,
        keys,
        stored -> {
          // Written once more to nowhere, since what is stored may be encrypted.
          KeyListWriter again =
              new KeyListWriter(OutputStream.nullOutputStream(), Encryption.none());
          KeyListSummary found =
              KeyListReader.read(
                  stored, vault.keys().listDecryption(backup), Long.MAX_VALUE, again);
          Optional<Finding> changed = changed(table, keys, found.storedBytes(), found.sha256());
          KeyListSummary content = again.finish();
          boolean fits = content.keys() == keys.keys() && expected.orElse(content).equals(content);
          return changed.or(() -> fits ? Optional.empty() : Optional.of(mismatch(table, keys)));
        });
  }

  private interface Check {
    Optional<Finding> of(InputStream stored) throws IOException;
  }

  private Optional<Finding> run(TableEntry table, KeyList keys, Check check) {
    try (InputStream stored = vault.backups().open(backup.id(), keys)) {
      return check.of(stored);
    } catch (DamagedSegmentException | DecryptionException e) {
      return Optional.of(finding(Kind.SEGMENT_CHANGED, table, keys, e.getMessage()));
    } catch (NoSuchObjectException e) {
      return Optional.of(finding(Kind.SEGMENT_MISSING, table, keys, "it is missing"));
    } catch (ObjectUnreadableException | AccessRefusedException e) {
      return Optional.of(finding(Kind.SEGMENT_UNREADABLE, table, keys, e.getMessage()));
    } catch (IOException e) {
      throw vault.failure(e, "cannot read key list \"" + keys.object() + "\"");
    }
  }

  private static Optional<Finding> changed(
      TableEntry table, KeyList keys, long storedBytes, String sha256) {
    return storedBytes == keys.storedBytes() && sha256.equals(keys.sha256())
        ? Optional.empty()
        : Optional.of(
            finding(Kind.SEGMENT_CHANGED, table, keys, "it is not the one that was written"));
  }

  private static Finding mismatch(TableEntry table, KeyList keys) {
    return finding(Kind.KEYS_MISMATCH, table, keys, "it does not fit the rows");
  }

  private static Finding finding(Kind kind, TableEntry table, KeyList keys, String what) {
    return Finding.of(
        kind, table.name(), keys.object(), "key list \"%s\": %s".formatted(keys.object(), what));
  }
}
