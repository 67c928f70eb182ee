package org.nessiebackup.vault.access;

import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.manifest.VaultDescription;

/**
 * Refuses to write without the key that signs, or into a vault whose settings somebody else has
 * made: they could name a recipient of their own.
 */
record WriterCheck(VaultDescription vault, SettingsLog settings, VaultAccess access) {
  void run() {
    Optional<String> signer = settings.current().signingKeys().stream().findFirst();
    if (signer.isEmpty()) {
      return;
    }
    HostKey key =
        access
            .hostKey()
            .orElseThrow(
                () ->
                    Failure.KEY_MISSING.exception(
                        "this vault's backups are signed, and no host key was given",
                        "`init` has written it, as host-key-%s.pem if not told otherwise. Give the"
                                .formatted(vault.shortId())
                            + " file with --host-key or in NESSIE_BACKUP_HOST_KEY."));
    if (!key.verificationKey().text().equals(signer.get())) {
      throw Failure.KEY_WRONG.exception(
          "the host key that was given is %s, but new backups of this vault are signed by %s"
              .formatted(key.verificationKey(), signer.get()),
          "Give the right one with --host-key; `key list` shows which one fits.");
    }
    if (!settings.affirmed()) {
      throw Failure.UNTRUSTED.exception(
          "the vault's settings %d are not signed by its own host key"
              .formatted(settings.current().number()),
          "Either a `key rotate` was stopped: run it again. Or somebody with the former key has"
              + " changed who can read new backups: look at `key list`.");
    }
    checkTrusted(key);
  }

  /** Whom a user trusts, if he says so, has to have signed who can read new backups. */
  private void checkTrusted(HostKey key) {
    if (!access.trusted().isEmpty()
        && (!access.trusted().contains(key.verificationKey())
            || access.trusted().stream().noneMatch(settings::currentSignedBy))) {
      throw Failure.UNTRUSTED.exception(
          "the vault's settings %d, or new backups, are signed by a key that is not trusted"
              .formatted(settings.current().number()),
          "Trust the key that `key list` shows, if it is yours: after `key rotate` it is a new"
              + " one.");
    }
  }
}
