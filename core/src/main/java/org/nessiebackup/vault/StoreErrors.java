package org.nessiebackup.vault;

import java.io.IOException;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoreFullException;

/** Puts a store's error into the words of a vault. */
final class StoreErrors {
  private StoreErrors() {}

  static BackupException translate(IOException error, String what, ObjectStore store) {
    String message = what + " in vault \"" + store.location() + "\": " + error.getMessage();
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
      default -> new BackupException(Failure.STORE, message, null, error);
    };
  }
}
