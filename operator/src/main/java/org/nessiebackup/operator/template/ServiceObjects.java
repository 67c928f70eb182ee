package org.nessiebackup.operator.template;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nessiebackup.Digests;
import org.nessiebackup.operator.values.ServiceValues;
import org.nessiebackup.operator.values.Values;

/** The resident service: its settings, its pods and where they are reached. */
final class ServiceObjects {
  private final Installation installation;
  private final Values values;
  private final Placement placement;

  ServiceObjects(Installation installation, Values values) {
    this.installation = installation;
    this.values = values;
    this.placement = new Placement(installation, values);
  }

  /** What it does by itself; where database and vault are say the settings of all jobs. */
  ConfigMap settings() {
    return new ConfigMapBuilder()
        .withMetadata(metadata(installation.labels()))
        .addToData("config.toml", ServiceSettings.text(values))
        .build();
  }

  /** Its pods; they start again when the settings of the service or those of all jobs change. */
  Deployment deployment() {
    String settings =
        ServiceSettings.text(values) + new SharedObjects(installation, values).variables();
    return new DeploymentBuilder()
        .withMetadata(metadata(installation.labels(Component.SERVICE)))
        .withNewSpec()
        .withReplicas(values.service().replicas())
        .withStrategy(strategy())
        .withNewSelector()
        .withMatchLabels(installation.selector(Component.SERVICE))
        .endSelector()
        .withTemplate(new ServicePod(installation, values).template(Digests.hex(settings)))
        .endSpec()
        .build();
  }

  private DeploymentStrategy strategy() {
    if (placement.volumeOfOnePod()) {
      // The volume has to be free before the next one can start.
      return new DeploymentStrategyBuilder().withType("Recreate").build();
    }
    // The next one is ready when the one that works gives its lease back: what is saved each second
    // has a gap of seconds, not of a start.
    return new DeploymentStrategyBuilder()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxSurge(new IntOrString(1))
        .withMaxUnavailable(new IntOrString(0))
        .endRollingUpdate()
        .build();
  }

  /** Where page, API and metrics are reached. */
  Service service() {
    return new ServiceBuilder()
        .withMetadata(metadata(installation.labels(Component.SERVICE)))
        .withNewSpec()
        .withSelector(installation.selector(Component.SERVICE))
        // Logins, and the forms of a page, are known to the pod that made them.
        .withSessionAffinity("ClientIP")
        .withPorts(ports(values.service()))
        .endSpec()
        .build();
  }

  private static List<ServicePort> ports(ServiceValues service) {
    List<ServicePort> ports = new ArrayList<>();
    if (service.open()) {
      ports.add(port(service.tls().given() ? "https" : "http", service.port(), ServicePod.HTTP));
    }
    ports.add(port(ServicePod.METRICS, service.metricsPort(), ServicePod.METRICS));
    return ports;
  }

  private static ServicePort port(String name, int number, String target) {
    return new ServicePortBuilder()
        .withName(name)
        .withPort(number)
        .withTargetPort(new IntOrString(target))
        .build();
  }

  private ObjectMeta metadata(Map<String, String> labels) {
    return new ObjectMetaBuilder()
        .withName(installation.name() + Component.SERVICE.suffix())
        .withNamespace(installation.namespace())
        .withLabels(labels)
        .build();
  }
}
