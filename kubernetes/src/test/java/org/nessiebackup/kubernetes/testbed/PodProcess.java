package org.nessiebackup.kubernetes.testbed;

/** What runs in a pod of the test kubelet. */
public interface PodProcess {
  /** How it does. */
  enum State {
    /** Runs, but does not answer yet. */
    STARTING,
    /** Answers. */
    READY,
    /** Has ended although nobody asked. */
    CRASHED,
    /** Never ran, as its image cannot be had. */
    IMAGE_MISSING,
    /** Has ended, as it was asked. */
    ENDED
  }

  /** Makes pods. */
  @FunctionalInterface
  interface Program {
    /** Starts one; must not wait until it answers. */
    PodProcess start(String pod);
  }

  /** How it does now. */
  State state();

  /** Asks it to end; must not wait for it. */
  void stop();

  /** The port of the loopback interface that is the container's. */
  int port();

  /** What it has written. */
  String log();
}
