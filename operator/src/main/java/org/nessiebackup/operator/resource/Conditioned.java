package org.nessiebackup.operator.resource;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** A resource of ours: all say what can be said of them by conditions. */
public interface Conditioned extends HasMetadata {
  /** The group of all kinds. */
  String GROUP = "nessie-backup.org";

  /** Their version. */
  String VERSION = "v1alpha1";

  /**
   * How many objects the API server is asked for at a time: what is kept of them is little, and all
   * at once would not fit into memory.
   */
  long PAGE = 25;

  /** What was said of it last. */
  List<StatusCondition> conditions();
}
