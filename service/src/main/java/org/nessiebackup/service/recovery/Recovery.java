package org.nessiebackup.service.recovery;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.service.fleet.AskedRuns;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.recovery.Diagnosis.Choice;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.CommandRunner;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunId;
import org.nessiebackup.service.run.Runs;
import tools.jackson.databind.node.ObjectNode;

/** Answers who says that something is broken, and brings it back if he wants that. */
public final class Recovery {
  /** So many plans are remembered at most. */
  private static final int PLANS = 64;

  /** So many views: each has all names of a branch, and nobody asks for one of an older point. */
  private static final int VIEWS = 4;

  /** After that the catalog may be quite another one than the one that was looked at. */
  private static final Duration HOLDS = Duration.ofMinutes(15);

  private static final int ID_BYTES = 9;

  private final Fleet fleet;
  private final Runs runs;
  private final InstantSource clock;
  private final Looks looks;
  private final Search search;
  private final Map<List<String>, CatalogView> views = bounded(VIEWS);
  private final Map<String, Remembered> plans = bounded(PLANS);
  private final Map<String, RunId> started = bounded(PLANS);

  private record Remembered(Plan plan, Instant made) {}

  /** Nobody has asked yet. */
  public Recovery(Fleet fleet, Runs runs, CommandRunner runner, InstantSource clock) {
    this.fleet = fleet;
    this.runs = runs;
    this.clock = clock;
    this.looks = new Looks(runner, fleet);
    this.search = new Search(looks, fleet);
  }

  private static <K, V> Map<K, V> bounded(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }

  /** The time by which ages are told. */
  public Instant now() {
    return clock.instant();
  }

  /**
   * What the newest point has, and what has changed lately.
   *
   * @param reference a branch or tag; absent for the default branch
   * @throws BackupException {@link Failure#KEY_MISSING} or {@link Failure#KEY_WRONG} if this
   *     service cannot look into backups
   */
  public CatalogView view(String catalog, Optional<String> reference) {
    Optional<List<String>> place =
        newest(catalog).map(point -> List.of(catalog, reference.orElse(""), point));
    synchronized (views) {
      Optional<CatalogView> known = place.map(views::get);
      if (known.isPresent()) {
        return known.get();
      }
    }
    CatalogView view = CatalogView.of(looks, catalog, newest(catalog).orElse("latest"), reference);
    synchronized (views) {
      place.ifPresent(each -> views.put(each, view));
    }
    return view;
  }

  private Optional<String> newest(String catalog) {
    return fleet
        .state(catalog)
        .flatMap(CatalogState::vault)
        .filter(vault -> !vault.points().isEmpty())
        .map(vault -> vault.points().getLast().id().value());
  }

  /**
   * What has become of a table.
   *
   * @param key its name, one of those that {@link CatalogView#meantBy} names, or as it was typed
   */
  public Diagnosis table(Question question, CatalogView view, String key) {
    return search.table(question, view, key);
  }

  /** What has become of a branch. */
  public Diagnosis branch(Question question, CatalogView view) {
    return search.branch(question, view);
  }

  /** The newest point at or before a moment. */
  public Optional<Choice> before(String catalog, Instant moment) {
    return search.before(catalog, moment);
  }

  /** What differs between a point and the newest one, as {@code diff} says it. */
  public ObjectNode difference(String catalog, String point) {
    return looks.find(catalog, "diff", point, newest(catalog).orElse("latest"));
  }

  /**
   * Rehearses a way back, and remembers it.
   *
   * @param to for a branch, the commit it is to have; absent for that which it had in the point
   */
  public Plan plan(String catalog, Diagnosis diagnosis, Way way, Optional<String> to) {
    Choice choice =
        diagnosis
            .choice()
            .orElseThrow(
                () -> Failure.BACKUP_NOT_FOUND.exception("there is no point to go back to"));
    Command command = fleet.command(catalog, words(diagnosis, way, choice, to));
    Optional<ObjectNode> rehearsal = Optional.empty();
    Optional<BackupException> trouble = Optional.empty();
    try {
      ObjectNode summary = looks.find(command.with("--dry-run"));
      rehearsal = Optional.of((ObjectNode) summary.get("plan"));
    } catch (BackupException e) {
      trouble = Optional.of(e);
    }
    Plan plan = new Plan(id(), catalog, diagnosis, way, command, rehearsal, trouble);
    synchronized (plans) {
      plans.put(plan.id(), new Remembered(plan, clock.instant()));
    }
    return plan;
  }

  private static List<String> words(
      Diagnosis diagnosis, Way way, Choice choice, Optional<String> to) {
    List<String> words = new ArrayList<>();
    switch (way) {
      case TABLE, REPLACE -> {
        words.addAll(List.of("restore-table", choice.backup(), diagnosis.reference()));
        words.add(Question.argument(diagnosis.key().orElseThrow()));
        if (way == Way.REPLACE) {
          words.add("--force");
        }
      }
      case BRANCH -> {
        words.addAll(List.of("restore-ref", choice.backup(), diagnosis.reference()));
        to.ifPresent(commit -> words.add("--to=" + commit));
      }
      case CATALOG -> words.addAll(List.of("restore", choice.backup()));
    }
    return words;
  }

  private static String id() {
    byte[] bytes = new byte[ID_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * A plan that was made before.
   *
   * @throws BackupException {@link Failure#USAGE} if this catalog has none of this id any more
   */
  public Plan plan(String catalog, String id) {
    return remembered(catalog, id).plan();
  }

  private Remembered remembered(String catalog, String id) {
    synchronized (plans) {
      return Optional.ofNullable(plans.get(id))
          .filter(each -> each.plan().catalog().equals(catalog))
          .orElseThrow(() -> anew("this plan is not known any more"));
    }
  }

  private static BackupException anew(String why) {
    return Failure.USAGE.exception(
        why, "Ask again, and look at the new plan: the catalog may have changed.");
  }

  /**
   * Does what was planned, once.
   *
   * @throws BackupException {@link Failure#USAGE} if this catalog has no such plan, that was too
   *     long ago, or something stands in the way
   */
  public void start(String catalog, String id, Origin.Person who) {
    Remembered found = remembered(catalog, id);
    Plan plan = found.plan();
    synchronized (started) {
      if (!started.containsKey(plan.id())) {
        if (found.made().plus(HOLDS).isBefore(clock.instant())) {
          throw anew("this plan is too old to be done as it is");
        }
        if (!plan.possible()) {
          throw anew("something stands in the way of this plan");
        }
        Command command = plan.command().with("--yes");
        started.put(plan.id(), new AskedRuns(fleet, runs).start(plan.catalog(), command, who).id());
      }
    }
  }

  /** The run that does what was planned, if it was started. */
  public Optional<Run> run(Plan plan) {
    synchronized (started) {
      return Optional.ofNullable(started.get(plan.id()))
          .flatMap(id -> runs.find(plan.catalog(), id));
    }
  }

  /** A command as a person types it, about a catalog. */
  public String typed(String catalog, String... words) {
    return fleet.command(catalog, Arrays.asList(words)).typed();
  }
}
