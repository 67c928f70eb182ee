package org.nessiebackup.service.page;

/** The pages of a catalog, as its navigation names them. */
public enum Section {
  /** The time line, and each point. */
  POINTS("Recovery points", ""),
  /** Something is broken. */
  RECOVERY("Something is broken", "/recovery"),
  /** What was done, and is being done. */
  RUNS("Runs", "/runs"),
  /** What restores were rehearsed. */
  DRILLS("Drills", "/drills"),
  /** Who can read. */
  KEYS("Keys", "/keys");

  private final String title;
  private final String path;

  Section(String title, String path) {
    this.title = title;
    this.path = path;
  }

  /** As people read it. */
  String title() {
    return title;
  }

  /** Where it is, below its catalog. */
  String path() {
    return path;
  }
}
