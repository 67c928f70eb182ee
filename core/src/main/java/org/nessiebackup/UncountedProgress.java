package org.nessiebackup;

import java.util.function.Supplier;

/** Of an operation inside of another one: that it has parts itself is not told. */
record UncountedProgress(Progress outer) implements Progress {
  @Override
  public void part(int number, int count) {}

  @Override
  public void step(String name, long totalBytes) {
    outer.step(name, totalBytes);
  }

  @Override
  public void advanced(long rows, long bytes) {
    outer.advanced(rows, bytes);
  }

  @Override
  public void warning(String message) {
    outer.warning(message);
  }

  @Override
  public void detail(Detail level, Supplier<String> message) {
    outer.detail(level, message);
  }

  @Override
  public Progress uncounted() {
    return this;
  }
}
