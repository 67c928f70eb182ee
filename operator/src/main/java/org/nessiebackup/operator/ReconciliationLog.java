package org.nessiebackup.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.util.Map;
import org.nessiebackup.operator.status.StatusWriter;

/** Hears from the library what became of a reconciliation, which nobody else would tell. */
record ReconciliationLog(StatusWriter writer) implements Metrics {
  @Override
  public void finishedReconciliation(HasMetadata resource, Map<String, Object> metadata) {
    writer.written(resource);
  }

  @Override
  public void failedReconciliation(
      HasMetadata resource, Exception exception, Map<String, Object> metadata) {
    writer.failed(resource, exception);
  }
}
