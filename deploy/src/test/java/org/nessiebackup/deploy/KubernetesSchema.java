package org.nessiebackup.deploy;

import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ClusterRole;
import io.kubernetes.client.openapi.models.V1ClusterRoleBinding;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The OpenAPI schemas of Kubernetes, in the form of the classes that its own project generates from
 * them: reading a document refuses fields that are not known, required ones that are missing, and
 * values of another type.
 */
final class KubernetesSchema {
  private static final Map<String, Class<?>> KINDS =
      Map.ofEntries(
          Map.entry("v1 ConfigMap", V1ConfigMap.class),
          Map.entry("v1 PersistentVolumeClaim", V1PersistentVolumeClaim.class),
          Map.entry("v1 ServiceAccount", V1ServiceAccount.class),
          Map.entry("v1 Pod", V1Pod.class),
          Map.entry("v1 Service", V1Service.class),
          Map.entry("apps/v1 Deployment", V1Deployment.class),
          Map.entry("batch/v1 CronJob", V1CronJob.class),
          Map.entry("batch/v1 Job", V1Job.class),
          Map.entry("networking.k8s.io/v1 Ingress", V1Ingress.class),
          Map.entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class),
          Map.entry("rbac.authorization.k8s.io/v1 Role", V1Role.class),
          Map.entry("rbac.authorization.k8s.io/v1 RoleBinding", V1RoleBinding.class),
          Map.entry("rbac.authorization.k8s.io/v1 ClusterRole", V1ClusterRole.class),
          Map.entry("rbac.authorization.k8s.io/v1 ClusterRoleBinding", V1ClusterRoleBinding.class));

  private static final Set<String> OF_OTHERS =
      Set.of(
          "monitoring.coreos.com/v1 PodMonitor",
          "monitoring.coreos.com/v1 PrometheusRule",
          "monitoring.coreos.com/v1 ServiceMonitor");

  private KubernetesSchema() {}

  /** What is wrong with a document, if anything is. */
  static Optional<String> violation(JsonNode document) {
    String kind = document.path("apiVersion").asString() + " " + document.path("kind").asString();
    if (OF_OTHERS.contains(kind)) {
      // Kinds of others; what is in a rule is for promtool to read.
      return Optional.empty();
    }
    Class<?> type = KINDS.get(kind);
    if (type == null) {
      return Optional.of("the kind \"" + kind + "\" is not known");
    }
    try {
      JSON.<Object>deserialize(document.toString(), type);
      return Optional.empty();
    } catch (RuntimeException refusal) {
      return Optional.of(refusal.getMessage());
    }
  }
}
