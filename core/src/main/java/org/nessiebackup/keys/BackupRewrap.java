package org.nessiebackup.keys;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.crypto.Decryption;
import org.nessiebackup.crypto.DecryptionException;
import org.nessiebackup.crypto.Encryption;
import org.nessiebackup.crypto.HeaderRewrap;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.StoredPart;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.vault.PendingRevision;
import org.nessiebackup.vault.PendingSegment;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.VaultLease;

/**
 * Stores the objects of one backup under new headers. Payloads stay byte for byte what they are, so
 * nothing has to be decrypted; but only what matches its checksum is taken over, since a new
 * checksum would make damage look sound.
 */
final class BackupRewrap {
  private final Vault vault;
  private final WorkContext context;

  BackupRewrap(Vault vault, WorkContext context) {
    this.vault = vault;
    this.context = context;
  }

  /** Answers the new manifest, whose objects are all there; the former ones are still there too. */
  Manifest run(BackupId id, VaultLease lease) {
    try (PendingRevision revision = vault.revise(id, lease)) {
      Map<String, StoredPart> stored = new HashMap<>();
      for (TableEntry table : revision.before().tables()) {
        for (StoredPart part : table.rowParts().toList()) {
          stored.put(part.object(), store(part, vault.encoding().encryption(), revision));
        }
        for (StoredPart part : table.keyParts().toList()) {
          stored.put(part.object(), store(part, vault.listEncryption(), revision));
        }
      }
      List<TableEntry> tables =
          revision.before().tables().stream().map(table -> table.storedAs(stored::get)).toList();
      context.cancellation().check();
      return revision.commit(context.tool(), tables);
    } catch (IOException e) {
      throw vault.failure(e, "cannot store backup \"" + id + "\" for other recipients");
    }
  }

  private StoredPart store(StoredPart old, Encryption encryption, PendingRevision revision)
      throws IOException {
    context.cancellation().check();
    Manifest manifest = revision.before();
    try (PendingSegment target = revision.replacement(old);
        InputStream stored = vault.open(manifest.id(), old)) {
      DigestInputStream source = new DigestInputStream(stored, sha256());
      CountedOutput body = new CountedOutput(target.body());
      try {
        HeaderRewrap.rewrap(
            source, age(vault.decoding(manifest).decryption()), age(encryption), body);
      } catch (DecryptionException e) {
        // A header that was changed looks like one for somebody else; the checksum tells them
        // apart.
        source.transferTo(OutputStream.nullOutputStream());
        check(manifest, old, source);
        throw e;
      }
      check(manifest, old, source);
      target.commit();
      context.progress().advanced(0, old.storedBytes());
      return new StoredPart(target.object(), body.count, hex(body.getMessageDigest()));
    }
  }

  private static Decryption.Age age(Decryption decryption) {
    return switch (decryption) {
      case Decryption.Age age -> age;
      case Decryption.None none -> throw plain();
    };
  }

  private static Encryption.Age age(Encryption encryption) {
    return switch (encryption) {
      case Encryption.Age age -> age;
      case Encryption.None none -> throw plain();
    };
  }

  private static BackupException plain() {
    return new BackupException(
        Failure.DAMAGED,
        "the vault says that it is not encrypted, but this backup is",
        "Bring \"vault.json\" back from a copy of the vault.");
  }

  private static void check(Manifest manifest, StoredPart part, DigestInputStream source) {
    if (!hex(source.getMessageDigest()).equals(part.sha256())) {
      throw new BackupException(
          Failure.DAMAGED,
          "backup \"%s\" is damaged: \"%s\" is not what was written"
              .formatted(manifest.id(), part.object()),
          "It was left as it is. `verify --all --quick` shows which backups are whole.");
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /** Hashes and counts what passes. */
  private static final class CountedOutput extends DigestOutputStream {
    private long count;

    CountedOutput(OutputStream out) {
      super(out, sha256());
    }

    @Override
    public void write(int value) throws IOException {
      super.write(value);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      super.write(bytes, offset, length);
      count += length;
    }
  }
}
