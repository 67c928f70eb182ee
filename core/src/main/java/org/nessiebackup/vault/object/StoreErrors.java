package org.nessiebackup.vault.object;

import java.io.IOException;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.DecryptionException;
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.ObjectUnreadableException;
import org.nessiebackup.store.StoreFullException;

/** Puts a store's error into the words of a vault. */
public final class StoreErrors {
  private StoreErrors() {}

  /** None of the identities opens a backup. */
  public static BackupException wrongKey(BackupId id, String recipients) {
    return new BackupException(
        Failure.KEY_WRONG,
        "none of the identities that were given opens backup \"%s\", which is encrypted for %s"
            .formatted(id, recipients),
        "Give the identity of one of them with --identity; `age-keygen -y FILE` shows whose a file"
            + " is.");
  }

  private static BackupException closed(DecryptionException error, String message) {
    return switch (error.reason()) {
      case NO_IDENTITY_MATCHES ->
          new BackupException(
              Failure.KEY_WRONG,
              message,
              "Give the identity of one of the recipients with --identity.",
              error);
      case UNSUPPORTED -> new BackupException(Failure.FORMAT_UNSUPPORTED, message, null, error);
      case DAMAGED ->
          new BackupException(
              Failure.DAMAGED, message, "`verify --all` shows which backups are whole.", error);
    };
  }

  /** A vault cannot be made. */
  public static BackupException notMade(IOException error, ObjectStore store) {
    BackupException translated =
        words(
            error,
            "cannot make a vault in \"%s\": %s".formatted(store.location(), error.getMessage()));
    return translated.hint().isPresent()
        ? translated
        : new BackupException(
            translated.failure(),
            translated.getMessage(),
            "Name another place with --vault, or find out who may write there.",
            error);
  }

  public static BackupException translate(IOException error, String what, ObjectStore store) {
    return words(error, what + " in vault \"" + store.location() + "\": " + error.getMessage());
  }

  private static BackupException words(IOException error, String message) {
    return switch (error) {
      case StoreFullException full ->
          new BackupException(
              Failure.STORE_FULL,
              message,
              "Make room and run the command again; nothing that exists was harmed.",
              full);
      case NoSuchObjectException missing ->
          new BackupException(
              Failure.DAMAGED,
              message,
              "The object is missing; `verify --all` shows what else is.",
              missing);
      case ObjectExistsException exists ->
          new BackupException(
              Failure.STORE, message, "Another writer used the same name; try again.", exists);
      case AccessRefusedException refused ->
          new BackupException(Failure.PERMISSION, message, refused.hint(), refused);
      case ObjectUnreadableException unreadable ->
          new BackupException(
              Failure.DAMAGED,
              message,
              "Put the file back, or look at the disk; `verify --all` shows which backups are"
                  + " whole.",
              unreadable);
      case DecryptionException locked -> closed(locked, message);
      default -> new BackupException(Failure.STORE, message, null, error);
    };
  }
}
