package org.nessiebackup.kubernetes.testbed;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.Map;

/** Nessie's objects as its chart makes them. */
public final class SampleWorkload {
  private SampleWorkload() {}

  /** The labels of a release. */
  public static Map<String, String> labels(String release) {
    return Map.of("app.kubernetes.io/name", "nessie", "app.kubernetes.io/instance", release);
  }

  /** A Deployment. */
  public static Deployment deployment(String name, String release, int replicas) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(TestCluster.NAMESPACE)
        .withLabels(labels(release))
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withSelector(selector(release))
        .withTemplate(template(release))
        .endSpec()
        .build();
  }

  /** A StatefulSet. */
  public static StatefulSet statefulSet(String name, String release, int replicas) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(TestCluster.NAMESPACE)
        .withLabels(labels(release))
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withSelector(selector(release))
        .withTemplate(template(release))
        .endSpec()
        .build();
  }

  /** The Service in front of it. */
  public static Service service(String name, String release, int port) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(TestCluster.NAMESPACE)
        .withLabels(labels(release))
        .endMetadata()
        .withNewSpec()
        .withSelector(labels(release))
        .addNewPort()
        .withName("nessie-http")
        .withPort(port)
        .withNewTargetPort("nessie-http")
        .endPort()
        .endSpec()
        .build();
  }

  private static LabelSelector selector(String release) {
    return new LabelSelectorBuilder().withMatchLabels(labels(release)).build();
  }

  private static PodTemplateSpec template(String release) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels(release))
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("nessie")
        .withImage("ghcr.io/projectnessie/nessie:0.99.0")
        .addNewPort()
        .withName("nessie-http")
        .withContainerPort(19120)
        .endPort()
        .endContainer()
        .endSpec()
        .build();
  }
}
