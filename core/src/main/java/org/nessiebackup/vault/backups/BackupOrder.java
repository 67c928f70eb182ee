package org.nessiebackup.vault.backups;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;

/**
 * The order in which backups were taken: by the moment whose state they hold. Where a backup's
 * clocks contradict each other, or name a moment that is yet to come, the numbers of transactions
 * of one and the same server decide which of them to believe, as no clock can change those. So a
 * clock that was wrong once puts one backup in the wrong place at most, and never those after it.
 */
final class BackupOrder {
  /** Something a hair before the next backup. */
  private static final Duration JUST_BEFORE = Duration.ofMillis(1);

  private final Instant now;

  /** By server and timeline, the moments of backups whose clocks agree, by transaction. */
  private final Map<String, NavigableMap<Long, Instant>> agreed = new HashMap<>();

  private BackupOrder(Instant now) {
    this.now = now;
  }

  /**
   * A backup in its place.
   *
   * @param manifest the backup
   * @param time when it was taken
   * @param transaction the next transaction of its server; -1 if it does not say
   */
  record Placed(Manifest manifest, BackupTime time, long transaction) {
    /** Oldest first; those that cannot be placed come before all others, by what they say. */
    private static final Comparator<Placed> ORDER =
        Comparator.comparing((Placed each) -> each.time().moment().orElse(Instant.MIN))
            .thenComparingLong(Placed::transaction)
            .thenComparing(each -> !each.ofTheFuture())
            .thenComparing(each -> each.manifest().snapshotAt())
            .thenComparing(each -> each.manifest().id());

    /** Of two that hold the same, the one counts that is not said to be yet to come. */
    private boolean ofTheFuture() {
      return time()
          .doubt()
          .filter(
              doubt ->
                  switch (doubt) {
                    case NAME_AHEAD, STATE_AHEAD, BOTH_AHEAD -> true;
                    case APART -> false;
                  })
          .isPresent();
    }
  }

  /** Oldest first. */
  static List<Placed> of(List<Manifest> manifests, Instant now) {
    BackupOrder order = new BackupOrder(now);
    manifests.forEach(order::learn);
    List<Placed> placed = new ArrayList<>(manifests.stream().map(order::place).toList());
    placed.sort(Placed.ORDER);
    return List.copyOf(placed);
  }

  /** Lines in order; of those that cannot be read, names alone say when they were taken. */
  static List<BackupEntry> entries(List<BackupEntry> found, Instant now) {
    record Line(Instant at, BackupEntry entry) {}
    List<Line> lines = new ArrayList<>();
    of(BackupEntry.readable(found).stream().map(BackupEntry.Listed::manifest).toList(), now)
        .forEach(
            each ->
                lines.add(
                    new Line(
                        each.time().moment().orElse(Instant.MIN),
                        new BackupEntry.Listed(each.manifest(), each.time()))));
    for (BackupEntry entry : found) {
      if (entry instanceof BackupEntry.Unreadable) {
        lines.add(new Line(entry.id().time(), entry));
      }
    }
    lines.sort(Comparator.comparing(Line::at));
    return lines.stream().map(Line::entry).toList();
  }

  private void learn(Manifest manifest) {
    if (BackupClocks.of(manifest, now).doubt().isEmpty()) {
      line(manifest)
          .ifPresent(
              line ->
                  agreed
                      .computeIfAbsent(line, server -> new TreeMap<>())
                      .merge(transaction(manifest), manifest.snapshotAt(), BackupOrder::later));
    }
  }

  private Placed place(Manifest manifest) {
    Optional<BackupClocks.Doubt> doubt = BackupClocks.of(manifest, now).doubt();
    Optional<Instant> moment =
        doubt.isEmpty() ? Optional.of(manifest.snapshotAt()) : doubtful(manifest);
    return new Placed(
        manifest, new BackupTime(moment, recent(manifest, moment), doubt), transaction(manifest));
  }

  /** A backup is named by another clock than its host's only if that was far from the server's. */
  private Optional<Instant> recent(Manifest manifest, Optional<Instant> moment) {
    Duration apart = Duration.between(manifest.id().time(), manifest.started()).abs();
    boolean otherClock =
        apart.compareTo(BackupClocks.TOLERANCE) > 0 && !BackupClocks.ahead(manifest.started(), now);
    return otherClock ? moment.map(at -> later(at, manifest.started())) : moment;
  }

  /** One of its own moments that fits between its neighbours, or else a place beside them. */
  private Optional<Instant> doubtful(Manifest manifest) {
    List<Instant> own =
        Stream.of(manifest.snapshotAt(), manifest.id().time())
            .filter(moment -> !BackupClocks.ahead(moment, now))
            .toList();
    NavigableMap<Long, Instant> neighbours =
        line(manifest).map(agreed::get).orElseGet(TreeMap::new);
    Optional<Instant> before =
        Optional.ofNullable(neighbours.floorEntry(transaction(manifest))).map(Map.Entry::getValue);
    Optional<Instant> after =
        Optional.ofNullable(neighbours.higherEntry(transaction(manifest))).map(Map.Entry::getValue);
    return own.stream()
        .filter(moment -> before.filter(moment::isBefore).isEmpty())
        .filter(moment -> after.filter(moment::isAfter).isEmpty())
        .findFirst()
        .or(() -> before)
        .or(() -> after.map(moment -> moment.minus(JUST_BEFORE)))
        .or(() -> own.stream().findFirst());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** What names the server and its timeline, where the server says them. */
  private static Optional<String> line(Manifest manifest) {
    return manifest
        .server()
        .filter(server -> server.nextTransaction().isPresent())
        .flatMap(
            server ->
                server
                    .systemIdentifier()
                    .flatMap(id -> server.timeline().map(timeline -> id + "/" + timeline)));
  }

  private static long transaction(Manifest manifest) {
    return manifest
        .server()
        .map(Source.Server::nextTransaction)
        .map(next -> next.orElse(-1))
        .orElse(-1L);
  }
}
