package org.nessiebackup.kubernetes.job;

import java.util.function.Consumer;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;

/**
 * Passes on what a pod writes, line by line, each line once. The log is read anew each time, as the
 * API server has no other memory of what somebody was told.
 */
final class JobLog {
  /** More than any command writes that a person waits for. */
  private static final int MOST = 8 << 20;

  private final ClusterObjects objects;
  private final String pod;
  private final Consumer<String> lines;
  private int told;

  JobLog(ClusterObjects objects, String pod, Consumer<String> lines) {
    this.objects = objects;
    this.pod = pod;
    this.lines = lines;
  }

  String pod() {
    return pod;
  }

  /**
   * Tells what is new.
   *
   * @param whole whether the last line is told also where it has no end yet
   */
  void tell(boolean whole) {
    String log = objects.wholeLog(pod, MOST);
    int end = whole ? log.length() : log.lastIndexOf('\n') + 1;
    if (end > told) {
      log.substring(told, end).lines().forEach(lines);
      told = end;
    }
  }
}
