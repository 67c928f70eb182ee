package org.nessiebackup.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.lease.HeldLease;

/** {@code init}, {@code keep} and {@code unlock}. */
public final class VaultJson {
  private static final Shape<Vault> VAULT =
      Shape.of(Vault.class)
          .text("location", Vault::location)
          .text("id", vault -> vault.description().id())
          .time("created_at", vault -> vault.description().created())
          .text("tool", vault -> vault.description().tool())
          .text("encryption", vault -> vault.description().encryption())
          .texts("recipients", vault -> vault.settings().current().recipients())
          .textIf(
              "signing_key",
              vault -> vault.settings().current().signingKeys().stream().findFirst());

  /** What {@code init} did. */
  public static final Shape<Made> MADE =
      Shape.of(Made.class)
          .flag("created", made -> made.keys().isPresent())
          .object("vault", VAULT, Made::vault)
          .textIf(
              "identity_file",
              made -> made.keys().flatMap(NewKeyFiles::identity).map(Path::toString))
          .textIf(
              "host_key_file",
              made -> made.keys().flatMap(NewKeyFiles::hostKey).map(Path::toString));

  /** What {@code keep} did. */
  public static final Shape<Kept> KEPT =
      Shape.of(Kept.class)
          .text("backup_id", kept -> kept.id().value())
          .flag("pinned", Kept::pinned)
          .flag("changed", Kept::changed);

  /** What {@code unlock} is going to do, or did. */
  public static final Shape<Unlocked> UNLOCKED =
      Shape.of(Unlocked.class)
          .flag("dry_run", Unlocked::dryRun)
          .list("removed", LeaseJson.LEASE, each -> LeaseJson.of(each.removed(), each.now()))
          .list("left", LeaseJson.LEASE, each -> LeaseJson.of(each.left(), each.now()));

  private VaultJson() {}

  /**
   * A vault that was to be made.
   *
   * @param vault the vault
   * @param keys where its keys are; absent if it was there already
   */
  public record Made(Vault vault, Optional<NewKeyFiles> keys) {}

  /**
   * Where the keys of a new vault are.
   *
   * @param identity the file with the identity; absent if only recipients were given
   * @param hostKey the file with the host key; absent if nothing is signed
   */
  public record NewKeyFiles(Optional<Path> identity, Optional<Path> hostKey) {}

  /**
   * A pin that was to be set or taken away.
   *
   * @param id the backup
   * @param pinned whether it is pinned now
   * @param changed whether that is new
   */
  public record Kept(BackupId id, boolean pinned, boolean changed) {}

  /**
   * Leases that were to be removed.
   *
   * @param removed leases that go
   * @param left leases that stay, because somebody is at work
   * @param now by which they are live or not
   * @param dryRun whether they are still there
   */
  public record Unlocked(
      List<HeldLease> removed, List<HeldLease> left, Instant now, boolean dryRun) {
    /** Takes its own copies of the lists. */
    public Unlocked {
      removed = List.copyOf(removed);
      left = List.copyOf(left);
    }
  }
}
