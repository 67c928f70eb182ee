package org.nessiebackup.acceptance.disk;

/** What is asked of a file system. */
enum DiskCall {
  LOOK(false),
  LIST(false),
  OPEN(false),
  READ(false),
  CREATE(true),
  MAKE_FOLDER(true),
  WRITE(true),
  FORCE(true),
  FORCE_FOLDER(false),
  LINK(true),
  MOVE(true),
  DELETE(true);

  private final boolean changing;

  DiskCall(boolean changing) {
    this.changing = changing;
  }

  /** Whether a file system that may only be read refuses it. */
  boolean changing() {
    return changing;
  }
}
