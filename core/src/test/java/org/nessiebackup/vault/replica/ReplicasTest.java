package org.nessiebackup.vault.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.manifest.ReplicaState.Phase;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.store.Lifetime;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.Upload;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.vault.Vault;

class ReplicasTest {
  private static final String NAME = "standby";
  private static final ReplicaState.Seed SEED =
      new ReplicaState.Seed(
          new BackupId("20261122T020000Z-7f3a"), Lsn.parse("0/1A2B3C").orElseThrow());

  private final MemoryStore store = new MemoryStore();
  private final Identity reader = EncryptedVault.identity();
  private final EncryptedVault keys = EncryptedVault.create(store, reader);

  private static CatalogPlace place(String system) {
    return new CatalogPlace(system, 1, "nessie", 5, "17.6", "public", "JDBC2");
  }

  private static Source.Server server(String system) {
    return new Source.Server(
        Optional.of(system),
        Optional.of(1),
        "nessie",
        5,
        "public",
        "JDBC2",
        "17.6",
        170006,
        false,
        Optional.empty(),
        "7:7:",
        Optional.empty(),
        Optional.empty());
  }

  private ReplicaState add(Phase phase, long epoch, String primary, String replica) {
    Vault vault = keys.open();
    return vault
        .replicas()
        .add(
            NAME,
            number ->
                new ReplicaState(
                    new ReplicaState.Head(
                        vault.description().id(),
                        "test",
                        NAME,
                        number,
                        SampleManifests.TIME,
                        vault.protection()),
                    phase,
                    epoch,
                    new ReplicaState.Servers(place(primary), place(replica)),
                    new ReplicaState.Link("slot", "pub", "sub", List.of(1L, 2L), "host=a port=1"),
                    phase == Phase.BEGUN ? Optional.empty() : Optional.of(SEED),
                    Optional.empty()));
  }

  private Primacy primacy() {
    return keys.open().replicas().primacy();
  }

  @Test
  void newestStateOfAReplicaHolds() {
    add(Phase.BEGUN, 1, "one", "two");
    ReplicaState seeded = add(Phase.SEEDED, 1, "one", "two");

    assertThat(keys.open().replicas().newest()).containsExactly(seeded);
    assertThat(keys.open().replicas().newest(NAME)).contains(seeded);
    assertThat(seeded.head().number()).isEqualTo(2);
    assertThat(keys.open().replicas().newest("other")).isEmpty();
  }

  @Test
  void catalogBelongsToTheReplicaThatWasPromotedLast() {
    add(Phase.FOLLOWING, 1, "one", "two");
    assertThat(primacy().epoch()).isEqualTo(1);
    primacy().refuseFormer(server("one"));

    add(Phase.PROMOTED, 2, "one", "two");

    assertThat(primacy().epoch()).isEqualTo(2);
    assertThat(primacy().hasMovedTo(server("two"))).isTrue();
    primacy().refuseFormer(server("two"));
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> primacy().refuseFormer(server("one")))
        .withMessageContaining("has the catalog no longer")
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.TARGET_GUARDED));
  }

  @Test
  void catalogThatCameBackIsNoFormerOne() {
    add(Phase.PROMOTED, 2, "one", "two");
    add(Phase.PROMOTED, 3, "two", "one");

    primacy().refuseFormer(server("one"));
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> primacy().refuseFormer(server("two")));
  }

  @Test
  void strangerNeedsNoPromotionToBeAnotherCatalog() throws IOException {
    var newest = Optional.of(keys.backup("20261122T020000Z-7f3a"));
    add(Phase.PROMOTED, 2, "one", "two");

    primacy().check("here", newest, server("two"));
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> primacy().check("here", newest, server("three")))
        .withMessageContaining("another catalog");
  }

  @Test
  void documentThatNobodyHasSignedPromotesNobody() throws IOException {
    add(Phase.FOLLOWING, 1, "one", "two");
    String name = "replicas/standby/00000002.json";
    try (Upload upload = store.create(name, Lifetime.KEPT)) {
      upload.body().write(store.open("replicas/standby/00000001.json").readAllBytes());
      upload.commit();
    }
    try (Upload upload = store.create("replicas/standby/00000003.json", Lifetime.KEPT)) {
      upload
          .body()
          .write("{\"phase\":\"promoted\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      upload.commit();
    }

    assertThat(primacy().promotion()).isEmpty();
    assertThat(keys.open().replicas().newest(NAME).orElseThrow().head().number()).isEqualTo(1);
  }
}
