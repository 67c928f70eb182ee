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
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectUnreadableException;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.verify.VerifyReport.Finding;
import org.nessiebackup.verify.VerifyReport.Kind;

/** Reads one list of keys and says what is wrong with it. */
record KeyListCheck(Vault vault, Manifest backup, TableEntry table, KeyList keys) {
  /** The stored bytes alone. */
  Optional<Finding> quick() {
    return run(
        stored -> {
          StoredBytes bytes = StoredBytes.read(stored);
          boolean plain = backup.encrypted() && !bytes.encrypted();
          return changed(bytes.summary().storedBytes(), bytes.summary().sha256())
              .or(
                  () ->
                      plain
                          ? finding(Kind.SEGMENT_UNREADABLE, "it is not encrypted")
                          : Optional.empty());
        });
  }

  /**
   * The keys.
   *
   * @param expected what a list of the segment's keys has to be; absent for deleted ones
   */
  Optional<Finding> whole(Optional<KeyListSummary> expected) {
    return run(
        stored -> {
          // Written once more to nowhere, since what is stored may be encrypted.
          KeyListWriter again =
              new KeyListWriter(OutputStream.nullOutputStream(), new Encryption.None());
          KeyListSummary found =
              KeyListReader.read(
                  stored, vault.keys().listDecryption(backup), Long.MAX_VALUE, again);
          KeyListSummary content = again.finish();
          boolean fits = content.keys() == keys.keys() && expected.orElse(content).equals(content);
          return changed(found.storedBytes(), found.sha256())
              .or(
                  () ->
                      fits
                          ? Optional.empty()
                          : finding(Kind.KEYS_MISMATCH, "it does not fit the rows"));
        });
  }

  private interface Check {
    Optional<Finding> of(InputStream stored) throws IOException;
  }

  private Optional<Finding> run(Check check) {
    try (InputStream stored = vault.backups().open(backup.id(), keys)) {
      return check.of(stored);
    } catch (DamagedSegmentException | DecryptionException e) {
      return finding(Kind.SEGMENT_CHANGED, e.getMessage());
    } catch (NoSuchObjectException e) {
      return finding(Kind.SEGMENT_MISSING, "it is missing");
    } catch (ObjectUnreadableException | AccessRefusedException e) {
      return finding(Kind.SEGMENT_UNREADABLE, e.getMessage());
    } catch (IOException e) {
      throw vault.failure(e, "cannot read key list \"" + keys.object() + "\"");
    }
  }

  private Optional<Finding> changed(long storedBytes, String sha256) {
    return storedBytes == keys.storedBytes() && sha256.equals(keys.sha256())
        ? Optional.empty()
        : finding(Kind.SEGMENT_CHANGED, "it is not the one that was written");
  }

  private Optional<Finding> finding(Kind kind, String what) {
    return Optional.of(
        Finding.of(
            kind,
            table.name(),
            keys.object(),
            "key list \"%s\": %s".formatted(keys.object(), what)));
  }
}
