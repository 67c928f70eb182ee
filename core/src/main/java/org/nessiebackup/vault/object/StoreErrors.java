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
    return Failure.KEY_WRONG.exception(
        "none of the identities that were given opens backup \"%s\", which is encrypted for %s"
            .formatted(id, recipients),
        "Give the identity of one of them with --identity; `age-keygen -y FILE` shows whose a file"
            + " is.");
  }

  private static BackupException closed(DecryptionException error, String message) {
    return switch (error.reason()) {
      case NO_IDENTITY_MATCHES ->
          Failure.KEY_WRONG.exception(
              message, "Give the identity of one of the recipients with --identity.", error);
      case UNSUPPORTED -> Failure.FORMAT_UNSUPPORTED.exception(message, null, error);
      case DAMAGED ->
          Failure.DAMAGED.exception(
              message, "`verify --all` shows which backups are whole.", error);
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
        : translated
            .failure()
            .exception(
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
          Failure.STORE_FULL.exception(
              message,
              "Make room and run the command again; nothing that exists was harmed.",
              full);
      case NoSuchObjectException missing ->
          Failure.DAMAGED.exception(
              message, "The object is missing; `verify --all` shows what else is.", missing);
      case ObjectExistsException exists ->
          Failure.STORE.exception(message, "Another writer used the same name; try again.", exists);
      case AccessRefusedException refused ->
          Failure.PERMISSION.exception(message, refused.hint(), refused);
      case ObjectUnreadableException unreadable ->
          Failure.DAMAGED.exception(
              message,
              "Put the file back, or look at the disk; `verify --all` shows which backups are"
                  + " whole.",
              unreadable);
      case DecryptionException locked -> closed(locked, message);
      default -> Failure.STORE.exception(message, null, error);
    };
  }
}
