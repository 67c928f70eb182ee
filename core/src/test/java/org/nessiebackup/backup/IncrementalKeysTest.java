package org.nessiebackup.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.backup.BackupOptions.Wanted;
import org.nessiebackup.backup.BackupReport.FullReason;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.keys.KeyMaintenance;
import org.nessiebackup.keys.RewrapOptions;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.access.VaultAccess;

/**
 * Chains in a vault with keys: whoever makes them cannot read them, whoever restores signs nothing.
 */
class IncrementalKeysTest {
  /** Of the oldest rows: what came after the parent is not known to it and not counted. */
  private static final String DELETION =
      "DELETE FROM nessie.objs2 WHERE (repo, obj_id) IN"
          + " (SELECT repo, obj_id FROM nessie.objs2 ORDER BY ctid LIMIT 5)";

  private final Identity identity = EncryptedVault.identity();
  private final Identity next = EncryptedVault.identity();
  private EncryptedVault keys;
  private final IncrementalScene scene =
      new IncrementalScene(
          store -> {
            keys = EncryptedVault.create(store, identity);
            return keys.open();
          },
          store -> Vault.open(store, reader(identity)));
  private TestDatabase database;

  private static VaultAccess reader(Identity identity) {
    return VaultAccess.NONE.withIdentities(List.of(identity));
  }

  @BeforeEach
  void firstBackup() {
    database = TestDatabase.create().withCatalog("nessie");
    scene.full(database, FullReason.FIRST);
  }

  @AfterEach
  void drop() {
    database.close();
  }

  private void changeEverything() {
    scene.grow(database, 3);
    database.execute(DELETION, "UPDATE nessie.objs2 SET obj_ref = 7 WHERE obj_type = 'u'");
  }

  private void rotate(HostKey exchanged) {
    new KeyMaintenance(keys.open(), new TestContext().context()).rotate(exchanged);
  }

  private Vault host(HostKey key, Identity... identities) {
    return Vault.open(
        scene.store(), VaultAccess.NONE.withHostKey(key).withIdentities(List.of(identities)));
  }

  @Test
  void whatTheHostKeyMakesAnIdentityAloneRestores() {
    changeEverything();
    assertThat(scene.incremental(database).deleted()).isEqualTo(5);
    database.execute(DELETION);
    assertThat(scene.incremental(database).deleted()).isEqualTo(5);
    Manifest latest = keys.open().backups().find("latest");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> keys.open().keys().checkReader(latest))
        .matches(e -> e.failure() == Failure.KEY_MISSING);
  }

  @Test
  void chainGoesOnWhenItsMembersHaveGotOtherRecipients() {
    changeEverything();
    scene.incremental(database);
    new KeyMaintenance(keys.open(), new TestContext().context()).add(List.of(next.recipient()));
    new KeyMaintenance(keys.open(), new TestContext().context())
        .remove(List.of(identity.recipient()));
    new KeyMaintenance(keys.open(identity), new TestContext().context())
        .rewrap(new RewrapOptions(List.of()));

    scene.open(keys.open(), Vault.open(scene.store(), reader(next)));
    scene.assertRestores(database, scene.vault().backups().find("latest"));
    database.execute(DELETION);
    assertThat(scene.incremental(database).deleted()).isEqualTo(5);
  }

  @Test
  void exchangedHostKeyBeginsANewChain() {
    HostKey exchanged = HostKey.generate(new SecureRandom());
    rotate(exchanged);
    scene.open(host(exchanged), Vault.open(scene.store(), reader(identity)));
    changeEverything();
    scene.full(database, FullReason.HOST_KEY_EXCHANGED);
    database.execute(DELETION);
    assertThat(scene.incremental(database).deleted()).isEqualTo(5);
  }

  @Test
  void keyListsOfAHalfRewrappedChainAreAnsweredByAFullBackup() {
    scene.grow(database, 3);
    scene.incremental(database);
    HostKey exchanged = HostKey.generate(new SecureRandom());
    rotate(exchanged);
    new KeyMaintenance(host(exchanged, identity), new TestContext().context())
        .rewrap(new RewrapOptions(List.of("latest")));
    scene.open(host(exchanged), Vault.open(scene.store(), reader(identity)));
    changeEverything();
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> scene.backUp(database.database(), Wanted.INCREMENTAL, Optional.empty()))
        .withMessageContaining("the host key does not open")
        .matches(e -> e.failure() == Failure.TARGET_GUARDED);
    assertThat(scene.vault().backups().list()).hasSize(2);

    scene.full(database, FullReason.PARENT_CLOSED);
    database.execute(DELETION);
    assertThat(scene.incremental(database).deleted()).isEqualTo(5);
  }

  @Test
  void rewrappedChainOpensForTheExchangedHostKey() {
    HostKey exchanged = HostKey.generate(new SecureRandom());
    rotate(exchanged);
    new KeyMaintenance(host(exchanged, identity), new TestContext().context())
        .rewrap(new RewrapOptions(List.of()));
    scene.open(host(exchanged), Vault.open(scene.store(), reader(identity)));
    changeEverything();
    assertThat(scene.incremental(database).deleted()).isEqualTo(5);
  }
}
