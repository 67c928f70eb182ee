package org.nessiebackup.operator.catalog;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.TreeMap;
import org.nessiebackup.Digests;

/**
 * Says of an object which text it was made of, as an annotation. So what is there need not be kept
 * in memory, nor compared field by field with what the API server has filled in.
 */
final class Stamp {
  private static final String ANNOTATION = "nessie-backup.org/rendered";
  private static final int LENGTH = 16;

  private Stamp() {}

  /** Puts the stamp on. */
  static void put(HasMetadata object, KubernetesSerialization serialization) {
    Map<String, String> annotations = new TreeMap<>();
    if (object.getMetadata().getAnnotations() != null) {
      annotations.putAll(object.getMetadata().getAnnotations());
    }
    annotations.put(ANNOTATION, Digests.hex(serialization.asJson(object)).substring(0, LENGTH));
    object.getMetadata().setAnnotations(annotations);
  }

  /** The stamp of an object; empty if it has none. */
  static String of(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(ANNOTATION, "");
  }
}
