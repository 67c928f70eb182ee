package org.nessiebackup.benchmarks.measure;

/**
 * A line of the report.
 *
 * @param what was done
 * @param link how the server was reached
 */
public record Line(String what, Link link) {
  @Override
  public String toString() {
    return link == Link.LOCAL ? what : what + ", " + link.title();
  }
}
