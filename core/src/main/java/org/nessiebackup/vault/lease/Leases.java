package org.nessiebackup.vault.lease;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectLockedException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.ObjectUnreadableException;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/**
 * Who is at work on a vault. A lease is a name with growing epochs, each an object that is written
 * once; the store's refusal of a name that is taken decides between two who want the same epoch.
 */
public final class Leases {
  static final Duration UNREADABLE_HOLDS = Duration.ofHours(1);

  /** A store that says that it is earlier does not know the time. */
  private static final Instant OLDEST_CLOCK = Instant.parse("2026-01-01T00:00:00Z");

  private static final String UNKNOWN = "unknown: ";

  private final ObjectStore store;

  /** Those of the vault that is, or is going to be, in a store. */
  public Leases(ObjectStore store) {
    this.store = store;
  }

  /**
   * Takes a lease and keeps it until it is closed.
   *
   * @param uses backups that must stay meanwhile
   * @throws BackupException {@link Failure#LOCKED} if somebody else is at work
   */
  public VaultLease acquire(Lease.Kind kind, List<BackupId> uses, WorkContext context) {
    return acquire(kind, uses, context, LeasePeriods.DEFAULT);
  }

  VaultLease acquire(
      Lease.Kind kind, List<BackupId> uses, WorkContext context, LeasePeriods periods) {
    Instant now = context.clock().instant();
    Lease lease =
        new Lease(
            kind,
            UUID.randomUUID().toString(),
            context.owner(),
            now,
            now.plus(periods.duration()),
            uses);
    String name = name(lease);
    try {
      List<HeldLease> before = all();
      refuseConflicts(lease, before, now, periods);
      HeldLease first = new HeldLease(name, greatest(before, name) + 1, lease);
      VaultLease held = new VaultLease(this, first, periods, context);
      settle(held, before, context);
      return held;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot take the " + kind.label() + " lease", store);
    }
  }

  /** Those who share a kind do not exclude each other: each has a name of its own. */
  private static String name(Lease lease) {
    String label = lease.kind().label();
    if (lease.kind() == Lease.Kind.SCHEDULE) {
      return Layout.SERVICES + label;
    }
    return lease.kind().shared() ? label + "-" + lease.holder() : label;
  }

  /**
   * Publishes, and lists again when everybody else can see this lease. Of two who take leases that
   * exclude each other, each publishes first and lists then; so at least one sees the other and
   * gives way.
   */
  private void settle(VaultLease held, List<HeldLease> before, WorkContext context)
      throws IOException {
    HeldLease mine = held.current();
    try {
      publish(mine.name(), mine.epoch(), mine.lease());
      refuseConflicts(mine.lease(), all(), context.clock().instant(), held.periods());
      held.check();
      for (HeldLease stale : before) {
        if (stale.name().equals(mine.name())) {
          deleteIfAllowed(stale);
        }
      }
      held.keepAlive();
    } catch (IOException | RuntimeException e) {
      held.close();
      throw e;
    }
  }

  /**
   * Whether a lease has ended is decided by the clock here as long as that and the lease's own say
   * what both can be. If the lease seems to have ended, or to end later than any lease does, one of
   * the two clocks may be wrong, and the store's decides: it has written the lease, and writes a
   * probe now.
   */
  private void refuseConflicts(
      Lease wanted, List<HeldLease> present, Instant now, LeasePeriods periods) throws IOException {
    List<HeldLease> conflicts =
        present.stream()
            .filter(other -> !other.lease().holder().equals(wanted.holder()))
            .filter(other -> wanted.kind().excludes(other.lease().kind()))
            .toList();
    List<HeldLease> sure =
        conflicts.stream()
            .filter(other -> other.lease().live(now, periods.tolerance()))
            .filter(other -> other.plausible(now, periods))
            .toList();
    List<HeldLease> live = sure;
    if (sure.isEmpty() && !conflicts.isEmpty()) {
      Instant storeNow = storeNow();
      live =
          conflicts.stream()
              .filter(
                  other ->
                      storeNow.isBefore(OLDEST_CLOCK)
                          ? other.lease().live(now, periods.tolerance())
                          : other.fresh(storeNow, periods))
              .toList();
    }
    Optional<HeldLease> last =
        live.stream().max(Comparator.comparing(other -> other.lease().expires()));
    if (last.isPresent()) {
      throw locked(last.get(), now);
    }
  }

  /** The moment by the store's clock. */
  private Instant storeNow() throws IOException {
    String probe = Layout.PROBES + UUID.randomUUID();
    SmallObjects.put(store, probe, new byte[] {1});
    Instant now = store.list(probe).getFirst().modified();
    try {
      store.delete(probe, Layout.lifetime(probe));
    } catch (ObjectLockedException | AccessRefusedException kept) {
      // A prune clears it.
    }
    return now;
  }

  private BackupException locked(HeldLease held, Instant now) {
    Lease other = held.lease();
    return Failure.LOCKED.exception(
        "somebody else is at work on vault \"%s\": %s by \"%s\", since %s, until %s if it does not go on"
            .formatted(
                store.location(),
                other.kind().label(),
                other.owner(),
                other.acquired().truncatedTo(ChronoUnit.SECONDS),
                held.end().truncatedTo(ChronoUnit.SECONDS)),
        "Wait for it. If it was killed, or may not remove its lease, that ends by itself in %d s;"
                .formatted(Math.max(1, Duration.between(now, held.end()).toSeconds()))
            + " `unlock --force` removes it at once.");
  }

  /** The newest lease of every holder, live or not. */
  public List<HeldLease> list() {
    try {
      List<HeldLease> all = all();
      return all.stream()
          .filter(
              each ->
                  all.stream()
                      .noneMatch(
                          other ->
                              other.lease().holder().equals(each.lease().holder())
                                  && other.epoch() > each.epoch()))
          .toList();
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read the leases", store);
    }
  }

  /** Removes a lease, whoever holds it; its holder will notice and publish nothing any more. */
  public void remove(HeldLease lease) {
    try {
      forget(lease.name(), lease.lease().holder());
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot remove a lease", store);
    }
  }

  /** All objects of a holder go. */
  void forget(String name, String holder) throws IOException {
    for (HeldLease each : all()) {
      if (each.name().equals(name) && each.lease().holder().equals(holder)) {
        delete(each);
      }
    }
  }

  /** What is older than the newest of its name means nothing, so it may as well stay. */
  void deleteIfAllowed(HeldLease lease) throws IOException {
    try {
      delete(lease);
    } catch (ObjectLockedException | AccessRefusedException kept) {
      // Whoever may removes it.
    }
  }

  private void delete(HeldLease lease) throws IOException {
    store.delete(lease.object(), Layout.lifetime(lease.object()));
  }

  /**
   * Writes the next epoch of a lease.
   *
   * @throws BackupException {@link Failure#LOCKED} if another holder was quicker
   */
  void publish(String name, int epoch, Lease lease) throws IOException {
    String object = Layout.lease(name, epoch);
    try {
      SmallObjects.put(store, object, Documents.write(lease));
    } catch (ObjectExistsException e) {
      Optional<Lease> there = read(new StoredObject(object, 0, lease.acquired()));
      // The answer to an earlier attempt of ours may have been lost on its way.
      if (there.filter(other -> other.holder().equals(lease.holder())).isEmpty()) {
        throw there
            .map(other -> new HeldLease(name, epoch, other))
            .map(other -> locked(other, lease.expires().minus(LeasePeriods.DEFAULT.duration())))
            .orElseThrow(() -> e);
      }
    }
  }

  /** The lease of a name that holds. */
  Optional<HeldLease> newest(String name) throws IOException {
    return all(Layout.leases(name)).stream().max(Comparator.comparingInt(HeldLease::epoch));
  }

  BackupException failure(IOException error, String what) {
    return StoreErrors.translate(error, what, store);
  }

  private List<HeldLease> all() throws IOException {
    return all(Layout.LOCKS);
  }

  private List<HeldLease> all(String prefix) throws IOException {
    List<HeldLease> found = new ArrayList<>();
    for (StoredObject object : store.list(prefix)) {
      Optional<Layout.LeaseName> name = Layout.ofLease(object.name());
      if (name.isPresent()) {
        read(object)
            .map(
                lease ->
                    new HeldLease(
                        name.get().name(),
                        name.get().epoch(),
                        lease,
                        Optional.of(object.modified()).filter(OLDEST_CLOCK::isBefore)))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** One that is gone was given up since it was listed, or there is a newer one. */
  private Optional<Lease> read(StoredObject object) throws IOException {
    String name = object.name();
    try {
      return Optional.of(
          Documents.read(SmallObjects.read(store, name), name, Lease.class).content());
    } catch (NoSuchObjectException gone) {
      return Optional.empty();
    } catch (BackupException | AccessRefusedException | ObjectUnreadableException unreadable) {
      return Optional.of(unknown(object, unreadable));
    }
  }

  /**
   * What cannot be read may be the lease of a newer program, so it excludes everything, but for
   * that of a service, for which no command waits. Who is at work writes a new one every half
   * minute, so one that has lain there for long means nothing.
   */
  private static Lease unknown(StoredObject object, Exception why) {
    return new Lease(
        Layout.isOfService(object.name()) ? Lease.Kind.SCHEDULE : Lease.Kind.REWRAP,
        UUID.nameUUIDFromBytes(object.name().getBytes(StandardCharsets.UTF_8)).toString(),
        UNKNOWN + why.getMessage(),
        object.modified(),
        object.modified().plus(UNREADABLE_HOLDS),
        List.of());
  }

  static boolean unknown(Lease lease) {
    return lease.owner().startsWith(UNKNOWN);
  }

  private static int greatest(List<HeldLease> leases, String name) {
    return leases.stream()
        .filter(each -> each.name().equals(name))
        .mapToInt(HeldLease::epoch)
        .max()
        .orElse(0);
  }
}
