package org.nessiebackup.kubernetes.workload;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import tools.jackson.databind.node.ObjectNode;

/** Events on a workload. They are a courtesy: where one cannot be written, the work goes on. */
public final class ClusterEvents {
  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
  private static final int LONGEST = 1024;
  private static final String REPORTER = "nessie-backup";

  private final Cluster cluster;
  private final ClusterObjects objects;
  private final AtomicInteger number = new AtomicInteger();

  /** In a cluster. */
  public ClusterEvents(Cluster cluster) {
    this.cluster = cluster;
    this.objects = new ClusterObjects(cluster);
  }

  /** Writes an event; a failure becomes a warning. */
  public void emit(Workload workload, EventReason reason, String message) {
    try {
      objects.create(ObjectKind.EVENT, event(workload, reason, message));
    } catch (BackupException e) {
      if (e.failure() == Failure.INTERRUPTED) {
        throw e;
      }
      cluster.context().progress().warning(e.getMessage());
    }
  }

  private ObjectNode event(Workload workload, EventReason reason, String message) {
    WorkloadName name = workload.name();
    Instant now = cluster.now();
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    String suffix = Long.toHexString(now.toEpochMilli()) + number.incrementAndGet();
    ObjectNode event = ObjectKind.EVENT.object();
    event
        .putObject("metadata")
        .put("name", "%s.nessie-backup-%s".formatted(name.name(), suffix))
        .put("namespace", name.namespace());
    event
        .putObject("involvedObject")
        .put("apiVersion", name.kind().objects().apiVersion())
        .put("kind", name.kind().kind())
        .put("namespace", name.namespace())
        .put("name", name.name())
        .put("uid", workload.uid());
    event.putObject("source").put("component", REPORTER);
    return event
        .put("reason", reason.reason())
        .put("type", reason.type())
        .put("message", line(message))
        .put("reportingComponent", REPORTER)
        .put("reportingInstance", REPORTER)
        .put("firstTimestamp", time)
        .put("lastTimestamp", time)
        .put("count", 1);
  }

  /** kubectl shows it as it is: names in it must not move the cursor, nor begin a line. */
  private static String line(String message) {
    String shown = UNSAFE.matcher(message).replaceAll("\uFFFD");
    return shown.length() > LONGEST ? shown.substring(0, LONGEST) : shown;
  }
}
