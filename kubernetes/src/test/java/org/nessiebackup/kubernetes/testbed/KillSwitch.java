package org.nessiebackup.kubernetes.testbed;

import java.util.concurrent.atomic.AtomicInteger;
import org.nessiebackup.Progress;
import org.nessiebackup.retry.Sleeper;

/**
 * Kills a process of ours at a moment: whatever it tries from then on has no effect, neither in the
 * cluster nor in the database. Moments are the requests that would change something, and the steps
 * of the work in the database.
 */
public final class KillSwitch implements Progress, AutoCloseable {
  private final Scene scene;
  private final AtomicInteger left;
  private volatile boolean dead;
  private volatile boolean moving;
  private volatile String moment = "never";

  /** Where something is killed. */
  public interface Scene {
    /** The cluster. */
    TestCluster cluster();

    /** Lets time pass. */
    Sleeper sleeper();

    /** Ends our sessions, and lets none in any more. */
    void shutDatabase();

    /** Lets them in again. */
    void openDatabase();
  }

  /** Strikes after so many moments. */
  public KillSwitch(Scene scene, int moments) {
    this.scene = scene;
    this.left = new AtomicInteger(moments);
    scene
        .cluster()
        .faults()
        .add(
            ApiFaults.Trouble.CUT,
            0,
            Integer.MAX_VALUE,
            request -> dead || (matters(request) && strikes(request.toString())));
  }

  /** Renewing a lease and telling an event leave nothing behind that the next process could see. */
  private static boolean matters(ApiRequest request) {
    return request.changes()
        && !request.resource().equals("events")
        && !(request.resource().equals("leases") && request.verb().equals("update"));
  }

  /** What a killed process throws. */
  public static final class Killed extends Error {}

  private synchronized boolean strikes(String what) {
    if (!dead && left.getAndDecrement() == 0) {
      dead = true;
      moment = what;
    }
    return dead;
  }

  /** Whether it has struck. */
  public boolean dead() {
    return dead;
  }

  /** When it has struck. */
  public String moment() {
    return moment;
  }

  /** Waits as the scene does, unless dead. */
  public Sleeper sleeper() {
    return duration -> {
      if (dead) {
        throw new Killed();
      }
      scene.sleeper().sleep(duration);
    };
  }

  @Override
  public void step(String name, long totalBytes) {
    moving = true;
    killAt(name);
  }

  /** The first report of each step is a moment, too: in the middle of a COPY, for example. */
  @Override
  public void advanced(long rows, long bytes) {
    boolean first;
    synchronized (this) {
      first = moving;
      moving = false;
    }
    if (first) {
      killAt("going on");
    }
  }

  private void killAt(String what) {
    if (!dead && strikes(what)) {
      scene.shutDatabase();
    }
    if (dead) {
      throw new Killed();
    }
  }

  @Override
  public void warning(String message) {}

  /** Lets the next process work. */
  @Override
  public void close() {
    scene.cluster().faults().clear();
    if (dead) {
      scene.openDatabase();
    }
  }
}
