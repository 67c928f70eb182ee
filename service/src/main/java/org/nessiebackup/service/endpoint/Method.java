package org.nessiebackup.service.endpoint;

/** What a request may do. */
public enum Method {
  /** Looks, and changes nothing. */
  GET(true),
  /** Adds something, or starts it. */
  POST(false),
  /** Takes something away, or stops it. */
  DELETE(false);

  private final boolean safe;

  Method(boolean safe) {
    this.safe = safe;
  }

  /** Whether nothing is changed, so that anybody's link may lead there. */
  public boolean isSafe() {
    return safe;
  }
}
