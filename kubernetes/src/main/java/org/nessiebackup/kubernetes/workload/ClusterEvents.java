package org.nessiebackup.kubernetes.workload;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;

/** Events on a workload. They are a courtesy: where one cannot be written, the work goes on. */
public final class ClusterEvents {
  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
  private static final int LONGEST = 1024;

  private final Cluster cluster;
  private final AtomicInteger number = new AtomicInteger();

  /** In a cluster. */
  public ClusterEvents(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Writes an event; a failure becomes a warning. */
  public void emit(Workload workload, EventReason reason, String message) {
    try {
      cluster.call(
          "cannot write an event",
          () ->
              cluster
                  .client()
                  .v1()
                  .events()
                  .inNamespace(workload.name().namespace())
                  .resource(event(workload, reason, message))
                  .create());
    } catch (BackupException e) {
      if (e.failure() == Failure.INTERRUPTED) {
        throw e;
      }
      cluster.context().progress().warning(e.getMessage());
    }
  }

  private Event event(Workload workload, EventReason reason, String message) {
    Instant now = cluster.now();
    String time = Instant.ofEpochSecond(now.getEpochSecond()).toString();
    String suffix = Long.toHexString(now.toEpochMilli()) + number.incrementAndGet();
    return new EventBuilder()
        .withNewMetadata()
        .withName("%s.nessie-backup-%s".formatted(workload.name().name(), suffix))
        .withNamespace(workload.name().namespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion("apps/v1")
        .withKind(workload.name().kind().kind())
        .withNamespace(workload.name().namespace())
        .withName(workload.name().name())
        .withUid(workload.uid())
        .endInvolvedObject()
        .withReason(reason.reason())
        .withType(reason.type())
        .withMessage(line(message))
        .withNewSource()
        .withComponent("nessie-backup")
        .endSource()
        .withReportingComponent("nessie-backup")
        .withReportingInstance("nessie-backup")
        .withFirstTimestamp(time)
        .withLastTimestamp(time)
        .withCount(1)
        .build();
  }

  /** kubectl shows it as it is: names in it must not move the cursor, nor begin a line. */
  private static String line(String message) {
    String shown = UNSAFE.matcher(message).replaceAll("\uFFFD");
    return shown.length() > LONGEST ? shown.substring(0, LONGEST) : shown;
  }
}
