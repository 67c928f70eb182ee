package org.nessiebackup.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.Session.Activity;
import org.postgresql.util.HostSpec;

/**
 * Looks after sessions to which the server owes an response for a while. A limit for the response
 * would end an index that takes an hour; none would wait for ever for a server that is frozen or
 * cut off. So another session queries what the server does for the first one: as long as it says
 * that it works, it is waited for. A warning says who waits for whom.
 */
final class SessionWatch {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final ConnectionSettings settings;
  private final Consumer<String> warnings;
  private final Map<Session, Watched> sessions = new HashMap<>();
  private Thread thread;

  SessionWatch(ConnectionSettings settings, Consumer<String> warnings) {
    this.settings = settings;
    this.warnings = warnings;
  }

  /** What is known of a session; used by the thread that watches only. */
  private static final class Watched {
    private Activity activity;
    private long lastSign;
    private long nextLook;
    private String said = "";

    /** What is due; absent if nothing is, or the response came meanwhile. */
    boolean isDue(Session session, long now, Duration look) {
      Activity current = session.activity();
      if (!Objects.equals(current, activity)) {
        activity = current;
        said = "";
        lastSign = current == null ? now : current.since();
        nextLook = lastSign + look.toNanos();
      }
      return current != null && now - nextLook >= 0;
    }

    Duration quiet(long now) {
      return Duration.ofNanos(now - lastSign);
    }
  }

  synchronized void add(Session session) {
    sessions.put(session, new Watched());
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("session-watch").start(this::run);
    }
  }

  synchronized void remove(Session session) {
    sessions.remove(session);
    notifyAll();
  }

  private void run() {
    for (Map<Session, Watched> due = due(); due != null; due = due()) {
      Map<String, List<Session>> byHost =
          due.keySet().stream()
              .collect(Collectors.groupingBy(each -> each.process().host().toString()));
      Map<Session, Watched> all = due;
      byHost.values().forEach(there -> look(there, all));
    }
  }

  /** Waits for a while; null when there is nothing left to be watched. */
  private synchronized Map<Session, Watched> due() {
    try {
      long until = System.nanoTime() + settings.limits().look().toNanos() / 2;
      for (long left = 1; !sessions.isEmpty() && left > 0; left = until - System.nanoTime()) {
        wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
      }
    } catch (InterruptedException e) {
      sessions.clear();
    }
    if (sessions.isEmpty()) {
      thread = null;
      return null;
    }
    long now = System.nanoTime();
    Map<Session, Watched> due = new HashMap<>();
    sessions.forEach(
        (session, watched) -> {
          if (watched.isDue(session, now, settings.limits().look())) {
            due.put(session, watched);
          }
        });
    return due;
  }

  /** Sessions with one host. */
  private void look(List<Session> there, Map<Session, Watched> all) {
    List<Integer> processes = new ArrayList<>();
    Duration patience = settings.limits().connect();
    for (Session session : there) {
      processes.add(session.process().id());
      Duration left = limit(session).minus(all.get(session).quiet(System.nanoTime()));
      patience = left.compareTo(patience) < 0 ? left : patience;
    }
    HostSpec host = there.getFirst().process().host();
    ServerProbe.Response response = ServerProbe.at(host, settings, processes, patience);
    there.forEach(session -> judge(session, all.get(session), response));
  }

  private void judge(Session session, Watched watched, ServerProbe.Response response) {
    if (!watched.activity.equals(session.activity())) {
      return;
    }
    long now = System.nanoTime();
    boolean alive =
        switch (response) {
          case ServerProbe.Response.None none -> false;
          case ServerProbe.Response.Refused refused -> true;
          case ServerProbe.Response.Sessions found ->
              session.process().pooled()
                  || ServerProbe.of(found, session.process())
                      .map(state -> isAlive(session, watched, state))
                      .orElse(false);
        };
    if (alive) {
      watched.lastSign = now;
    } else {
      silent(session, watched, watched.quiet(now));
    }
    Duration quarter = Duration.ofNanos(now - watched.activity.since()).dividedBy(4);
    Duration left = limit(session).minus(watched.quiet(now));
    Duration pause = Collections.min(List.of(quarter, LONGEST_PAUSE, left));
    watched.nextLook = now + Collections.max(List.of(pause, settings.limits().look())).toNanos();
  }

  /**
   * After a request to stop, which the server was sent too, the response is waited for only a
   * little.
   */
  private Duration limit(Session session) {
    ConnectionLimits limits = settings.limits();
    return session.cancellation().requested() ? limits.look() : limits.silence();
  }

  private boolean isAlive(Session session, Watched watched, ServerProbe.State state) {
    if (state.isWaitingForALock()) {
      session.waitsFor(watched.activity, state.holders());
      say(
          watched,
          "waiting for a lock, to %s: it is held by %s"
              .formatted(watched.activity.what(), String.join("; ", state.holders())));
      return true;
    }
    if (state.isWaitingForAStandby()) {
      say(
          watched,
          "waiting for a synchronous standby to confirm what is committed, to %s: none that"
                  .formatted(watched.activity.what())
              + " synchronous_standby_names wants has answered");
      return true;
    }
    return state.isWorking();
  }

  private void silent(Session session, Watched watched, Duration quiet) {
    Duration limit = limit(session);
    if (quiet.compareTo(limit) < 0) {
      say(
          watched,
          "the server at \"%s\" gives no sign of life, to %s; it is waited for up to %s"
              .formatted(
                  settings.describe(), watched.activity.what(), ConnectionLimits.words(limit)));
      return;
    }
    session.giveUp(silence(settings, watched.activity.what(), quiet));
  }

  /**
   * The server owes a response and does not give one.
   *
   * @param what was being done, as a verb phrase
   * @param quiet for how long
   */
  static BackupException silence(ConnectionSettings settings, String what, Duration quiet) {
    return Failure.CONNECTION.exception(
        "cannot %s: the server at \"%s\" has given no sign of life for %s"
            .formatted(what, settings.describe(), ConnectionLimits.words(quiet)),
        "Look whether the server and the network to it are well, then run the command again."
            + " --server-timeout says how long to wait, --connect-timeout until a session has"
            + " begun.");
  }

  /** Once for each statement, and again when it is somebody else. */
  private void say(Watched watched, String message) {
    if (!message.equals(watched.said)) {
      watched.said = message;
      warnings.accept(message);
    }
  }
}
