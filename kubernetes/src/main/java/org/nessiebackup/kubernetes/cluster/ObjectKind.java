package org.nessiebackup.kubernetes.cluster;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Kinds of objects that are looked at, where the API keeps them. */
public enum ObjectKind {
  /** Starts jobs by a schedule. */
  CRON_JOB("CronJob", "batch", "v1", "cronjobs"),
  /** Runs pods to an end. */
  JOB("Job", "batch", "v1", "jobs"),
  /** What runs. */
  POD("Pod", "", "v1", "pods"),
  /** Asks for a volume. */
  CLAIM("PersistentVolumeClaim", "", "v1", "persistentvolumeclaims"),
  /** Keeps values that are secret. */
  SECRET("Secret", "", "v1", "secrets"),
  /** Keeps values that are not. */
  CONFIG_MAP("ConfigMap", "", "v1", "configmaps"),
  /** Who a pod is. */
  SERVICE_ACCOUNT("ServiceAccount", "", "v1", "serviceaccounts"),
  /** Makes volumes; in no namespace. */
  STORAGE_CLASS("StorageClass", "storage.k8s.io", "v1", "storageclasses"),
  /** Keeps two at work apart. */
  LEASE("Lease", "coordination.k8s.io", "v1", "leases"),
  /** Runs Nessie. */
  DEPLOYMENT("Deployment", "apps", "v1", "deployments"),
  /** Runs Nessie for those who deploy it otherwise. */
  STATEFUL_SET("StatefulSet", "apps", "v1", "statefulsets"),
  /** Scales it. */
  AUTOSCALER("HorizontalPodAutoscaler", "autoscaling", "v2", "horizontalpodautoscalers"),
  /** Limits evictions. */
  DISRUPTION_BUDGET("PodDisruptionBudget", "policy", "v1", "poddisruptionbudgets"),
  /** Leads to pods. */
  SERVICE("Service", "", "v1", "services"),
  /** Says what has happened. */
  EVENT("Event", "", "v1", "events"),
  /** A catalog that an operator looks after. */
  NESSIE_CATALOG("NessieCatalog", "nessie-backup.org", "v1alpha1", "nessiecatalogs"),
  /** A backup that an operator has made. */
  NESSIE_BACKUP("NessieBackup", "nessie-backup.org", "v1alpha1", "nessiebackups"),
  /** A restore that an operator plans, and carries out when its plan is approved. */
  NESSIE_RESTORE("NessieRestore", "nessie-backup.org", "v1alpha1", "nessierestores"),
  /** A rehearsal that an operator has done. */
  NESSIE_DRILL("NessieDrill", "nessie-backup.org", "v1alpha1", "nessiedrills");

  private static final JsonMapper JSON = new JsonMapper();

  private final String kind;
  private final String group;
  private final String version;
  private final String resource;

  ObjectKind(String kind, String group, String version, String resource) {
    this.kind = kind;
    this.group = group;
    this.version = version;
    this.resource = resource;
  }

  /** As it is in a manifest. */
  public String kind() {
    return kind;
  }

  /** The {@code apiVersion} of a manifest. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** As rules of a Role name it. */
  public String resource() {
    return resource;
  }

  /** The beginning of a new one. */
  public ObjectNode object() {
    return JSON.createObjectNode().put("apiVersion", apiVersion()).put("kind", kind);
  }

  /** For the client library. */
  ResourceDefinitionContext definition() {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(kind)
        .withPlural(resource)
        .withNamespaced(this != STORAGE_CLASS)
        .build();
  }

  /** What allows it. */
  public Permission permission(String verb) {
    return new Permission(group, resource, verb);
  }

  /** Where the API keeps them. */
  String path(String namespace) {
    String root = group.isEmpty() ? "/api/" : "/apis/";
    String place = this == STORAGE_CLASS ? "" : "/namespaces/" + namespace;
    return root + apiVersion() + place + "/" + resource;
  }
}
