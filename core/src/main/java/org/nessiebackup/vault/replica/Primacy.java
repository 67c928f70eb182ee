package org.nessiebackup.vault.replica;

import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.vault.backups.CatalogHistory;

/**
 * Which of several servers has the catalog, as far as the vault knows: whoever was the primary when
 * a replica was promoted is none any more, whatever it says itself.
 */
public final class Primacy {
  private final Optional<ReplicaState> promotion;
  private final List<ReplicaState> promotions;

  private Primacy(List<ReplicaState> promotions) {
    this.promotions = promotions;
    this.promotion = promotions.stream().max(Comparator.comparingLong(ReplicaState::epoch));
  }

  static Primacy of(List<ReplicaState> states) {
    return new Primacy(
        states.stream().filter(state -> state.phase() == ReplicaState.Phase.PROMOTED).toList());
  }

  /** Counts how often the catalog has moved, from {@link ReplicaState#FIRST_EPOCH} on. */
  public long epoch() {
    return promotion.map(ReplicaState::epoch).orElse(ReplicaState.FIRST_EPOCH);
  }

  /** The last time that it moved; absent if it never did. */
  public Optional<ReplicaState> promotion() {
    return promotion;
  }

  /** Whether a catalog is the one that was promoted last. */
  public boolean hasMovedTo(Source.Server catalog) {
    return promotion.filter(state -> state.servers().replica().isSameAs(catalog)).isPresent();
  }

  /**
   * Whether backups of a catalog belong into the vault.
   *
   * @param location where the vault is
   * @param newest its newest backup that came from a server
   * @throws BackupException as {@link #refuseFormer}, and as {@link CatalogHistory#check} unless
   *     the catalog has moved to this one
   */
  public void check(String location, Optional<Manifest> newest, Source.Server catalog) {
    refuseFormer(catalog);
    if (!hasMovedTo(catalog)) {
      CatalogHistory.check(location, newest, catalog);
    }
  }

  /**
   * Refuses a catalog that was the primary before: what it has now is not the history of the vault.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED}
   */
  public void refuseFormer(Source.Server catalog) {
    superseded(catalog)
        .ifPresent(
            sentence -> {
              throw Failure.TARGET_GUARDED.exception(
                  sentence,
                  "Stop the Nessie that writes there: its commits are in no backup. `replica"
                      + " reverse` shows what it alone has, and makes it a replica of the one that"
                      + " has the catalog now.");
            });
  }

  /** Why a catalog is none any more to take anything from, in a sentence; absent if it is one. */
  public Optional<String> superseded(CatalogPlace catalog) {
    return superseded(place -> place.isSameAs(catalog), catalog.describe());
  }

  /** The same of a catalog as it says itself. */
  public Optional<String> superseded(Source.Server catalog) {
    return superseded(place -> place.isSameAs(catalog), catalog.describe());
  }

  private Optional<String> superseded(Predicate<CatalogPlace> same, String described) {
    boolean former =
        promotion.filter(state -> same.test(state.servers().replica())).isEmpty()
            && promotions.stream().anyMatch(state -> same.test(state.servers().primary()));
    return former
        ? promotion.map(
            last ->
                "%s has the catalog no longer: replica \"%s\" was promoted at %s (epoch %d), in %s"
                    .formatted(
                        described,
                        last.head().name(),
                        last.head().at().truncatedTo(ChronoUnit.SECONDS),
                        last.epoch(),
                        last.servers().replica().describe()))
        : Optional.empty();
  }
}
