package org.nessiebackup.service.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.service.event.EventLog;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunArchive;
import org.nessiebackup.service.run.Runs;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of all catalogs, in memory. Each is looked at by a thread of its own, so that one
 * that cannot be reached delays nobody. For several threads.
 */
public final class Fleet implements AutoCloseable {
  /** The type of the events that tell of a catalog whose state was read anew. */
  public static final String EVENT = "catalog";

  /** The type of the events that tell of a new recovery point. */
  public static final String POINT_EVENT = "point";

  /** The type of the events that tell that the verdict on a catalog has changed. */
  public static final String ALERT_EVENT = "alert";

  private static final int MOST_TOLD = 20;
  private static final TroubleLog.Words VAULT =
      new TroubleLog.Words("its vault cannot be read", "its vault can be read again");

  private final Map<String, ServedCatalog> catalogs = new LinkedHashMap<>();
  private final Map<String, CatalogWatch> watches = new LinkedHashMap<>();
  private final Map<String, Verdict.Level> levels = new HashMap<>();
  private final Map<String, TipState> followed = new HashMap<>();
  private final Map<String, JournalState> journals = new HashMap<>();
  private final Map<String, ReplicaHealth> replicas = new HashMap<>();
  private final Map<String, Trouble> standing = new HashMap<>();
  private final VaultArchive archive;
  private final EventLog events;
  private final WorkContext context;
  private Optional<Runs> runs = Optional.empty();

  /** Nothing is known before {@link #start}. */
  public Fleet(Collection<ServedCatalog> served, EventLog events, WorkContext context) {
    this.events = events;
    this.context =
        new WorkContext(
            context.tool(),
            context.owner(),
            context.clock(),
            Progress.NONE,
            context.cancellation());
    served.forEach(each -> catalogs.put(each.name(), each));
    this.archive = new VaultArchive(catalogs, this.context);
    FleetListener listener = new Told();
    served.forEach(
        each ->
            watches.put(
                each.name(),
                new CatalogWatch(
                    each,
                    archive,
                    new TroubleLog(each, VAULT, context.clock(), context.progress()),
                    this.context,
                    listener)));
  }

  /**
   * Begins to look, and goes on until closed.
   *
   * @param all learns of runs that vaults know of
   */
  public void start(Runs all) {
    synchronized (this) {
      runs = Optional.of(all);
    }
    all.onEnd(run -> refresh(run.catalog()));
    watches.values().forEach(CatalogWatch::start);
  }

  /** The names of all, in the order of the settings. */
  public List<String> names() {
    return List.copyOf(catalogs.keySet());
  }

  /**
   * A command line for a catalog.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#USAGE} if no catalog of this name is
   *     served
   */
  public Command command(String catalog, List<String> words) {
    List<String> line = new ArrayList<>(words);
    line.addAll(served(catalog).arguments());
    return new Command(line);
  }

  /**
   * A catalog.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#USAGE} if none of this name is served
   */
  public ServedCatalog served(String catalog) {
    return Optional.ofNullable(catalogs.get(catalog))
        .orElseThrow(
            () ->
                Failure.USAGE.exception(
                    "no catalog \"%s\" is served".formatted(catalog),
                    "There are: %s.".formatted(String.join(", ", catalogs.keySet()))));
  }

  /** Where runs are written down: each in the vault of its catalog. */
  public RunArchive archive() {
    return archive;
  }

  /** What is known of each, in the order of the settings. */
  public List<CatalogState> states() {
    return watches.keySet().stream().flatMap(name -> state(name).stream()).toList();
  }

  /** What is known of one; empty if no catalog of this name is served. */
  public Optional<CatalogState> state(String catalog) {
    return Optional.ofNullable(watches.get(catalog))
        .map(
            watch ->
                new CatalogState(
                    catalog,
                    watch.known(),
                    watch.trouble(),
                    CatalogState.DatabaseState.of(runs(catalog), followed(catalog)),
                    catalogs.get(catalog).thresholds(),
                    followed(catalog),
                    schedule(catalog)));
  }

  private synchronized CatalogState.Followed followed(String catalog) {
    return new CatalogState.Followed(
        Optional.ofNullable(followed.get(catalog)),
        Optional.ofNullable(journals.get(catalog)),
        Optional.ofNullable(replicas.get(catalog)));
  }

  /** Keeps how the references of a catalog are followed. */
  public synchronized void follow(String catalog, TipState state) {
    followed.put(catalog, state);
  }

  /** Keeps how the journal of a catalog is followed. */
  public synchronized void journal(String catalog, JournalState state) {
    journals.put(catalog, state);
  }

  /** Keeps how the replica of a catalog is; absent if somebody else knows. */
  public synchronized void replica(String catalog, Optional<ReplicaHealth> health) {
    health.ifPresentOrElse(each -> replicas.put(catalog, each), () -> replicas.remove(catalog));
  }

  private synchronized Optional<Trouble> schedule(String catalog) {
    return Optional.ofNullable(standing.get(catalog));
  }

  /** Keeps why nothing of a catalog's schedule can be begun; absent if it can. */
  public synchronized void schedule(String catalog, Optional<Trouble> trouble) {
    trouble.ifPresentOrElse(why -> standing.put(catalog, why), () -> standing.remove(catalog));
  }

  private synchronized List<Run> runs(String catalog) {
    return runs.map(all -> all.list(catalog)).orElse(List.of());
  }

  /** Looks at a catalog anew, soon. */
  public void refresh(String catalog) {
    Optional.ofNullable(watches.get(catalog)).ifPresent(CatalogWatch::ask);
  }

  /**
   * Looks at a catalog anew, and waits for it.
   *
   * @return false if that has not gone well in time
   */
  public boolean refreshed(String catalog, Duration patience) throws InterruptedException {
    return watches.containsKey(catalog) && watches.get(catalog).await(patience);
  }

  @Override
  public void close() {
    watches.values().forEach(CatalogWatch::close);
  }

  /** Tells whoever listens what has changed. */
  private final class Told implements FleetListener {
    @Override
    public void read(
        String catalog, Optional<VaultKnowledge> before, VaultKnowledge now, List<Run> found) {
      synchronized (Fleet.this) {
        runs.ifPresent(all -> all.learn(found));
      }
      before.ifPresent(known -> newPoints(catalog, known, now));
      events.publish(EVENT, catalog, judged(catalog));
    }

    @Override
    public void failed(String catalog) {
      judged(catalog);
    }

    private void newPoints(String catalog, VaultKnowledge before, VaultKnowledge now) {
      Set<BackupId> known = before.points().stream().map(Point::id).collect(Collectors.toSet());
      now.points().reversed().stream()
          .limit(MOST_TOLD)
          .filter(point -> !known.contains(point.id()))
          .forEach(
              point -> {
                ObjectNode data = JsonNodeFactory.instance.objectNode();
                data.put("backup_id", point.id().value());
                events.publish(POINT_EVENT, catalog, data);
              });
    }

    private ObjectNode judged(String catalog) {
      Verdict verdict =
          Verdict.of(state(catalog).orElseThrow(), runs(catalog), context.clock().instant());
      ObjectNode data = JsonNodeFactory.instance.objectNode();
      data.put("level", verdict.level().label());
      data.put("sentence", verdict.sentence());
      verdict.advice().ifPresent(advice -> data.put("advice", advice));
      Verdict.Level last;
      synchronized (Fleet.this) {
        last = levels.put(catalog, verdict.level());
      }
      if (last != null && last != verdict.level()) {
        events.publish(ALERT_EVENT, catalog, data);
      }
      return data;
    }
  }
}
