package org.nessiebackup.operator.template;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.operator.template.PodRequest.Account;
import org.nessiebackup.operator.template.PodRequest.Additions;
import org.nessiebackup.operator.template.PodRequest.Need;
import org.nessiebackup.operator.values.SecretVariables;
import org.nessiebackup.operator.values.ServiceValues;
import org.nessiebackup.operator.values.Values;

/** The pod of the service. */
final class ServicePod {
  static final String HTTP = "http";
  static final String METRICS = "metrics";
  private static final String SETTINGS = "settings";
  private static final String USERS = "users";
  private static final String CLIENT = "client";
  private static final String TLS = "tls";
  private static final String REPLICA = "replica";
  private static final String REPLICA_AUTHORITY = "replica-authority";

  private final Installation installation;
  private final ServiceValues service;
  private final PodTemplates pods;

  ServicePod(Installation installation, Values values) {
    this.installation = installation;
    this.service = values.service();
    this.pods = new PodTemplates(installation, values);
  }

  /** It starts again when what it has read at its start is another. */
  PodTemplateSpec template(String settings) {
    return new PodTemplateSpecBuilder(
            pods.template(request(), Map.of(Annotations.SETTINGS, settings)))
        .editSpec()
        .editFirstContainer()
        .withPorts(ports())
        .withStartupProbe(probe("started").withPeriodSeconds(2).withFailureThreshold(60).build())
        .withLivenessProbe(
            probe("live")
                .withPeriodSeconds(20)
                .withTimeoutSeconds(5)
                .withFailureThreshold(6)
                .build())
        .withReadinessProbe(probe("ready").withPeriodSeconds(10).withTimeoutSeconds(5).build())
        .endContainer()
        .endSpec()
        .build();
  }

  private PodRequest request() {
    Set<Need> needs = EnumSet.of(Need.DATABASE, Need.HOST_KEY, Need.RESTART);
    if (service.identity()) {
      needs.add(Need.IDENTITY);
    }
    List<String> arguments = new ArrayList<>(ServiceCommand.arguments(installation, service));
    arguments.addAll(service.arguments());
    return new PodRequest(
        Component.SERVICE,
        service,
        arguments,
        service.auth() == ServiceValues.Login.KUBERNETES ? Account.SERVICE : Account.POWERLESS,
        needs,
        PodRequest.Role.OF_BACKUPS,
        new Additions(Optional.empty(), SecretVariables.NONE, mounts(), volumes()));
  }

  private List<ContainerPort> ports() {
    List<ContainerPort> ports = new ArrayList<>();
    if (service.open()) {
      ports.add(port(HTTP, service.port()));
    }
    ports.add(port(METRICS, service.metricsPort()));
    return ports;
  }

  private static ContainerPort port(String name, int number) {
    return new ContainerPortBuilder().withName(name).withContainerPort(number).build();
  }

  private static ProbeBuilder probe(String question) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath("/health/" + question)
        .withPort(new IntOrString(METRICS))
        .endHttpGet();
  }

  private List<VolumeMount> mounts() {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(PodVolumes.readOnly(SETTINGS, Folders.SERVICE));
    if (service.auth() == ServiceValues.Login.BASIC) {
      mounts.add(PodVolumes.readOnly(USERS, Folders.USERS));
    }
    if (service.clientSecret()) {
      mounts.add(PodVolumes.readOnly(CLIENT, Folders.CLIENT));
    }
    if (service.tls().given()) {
      mounts.add(PodVolumes.readOnly(TLS, Folders.TLS));
    }
    if (service.replica().enabled()) {
      mounts.add(PodVolumes.readOnly(REPLICA, Folders.REPLICA));
      if (service.replica().authority().given()) {
        mounts.add(PodVolumes.readOnly(REPLICA_AUTHORITY, Folders.REPLICA_AUTHORITY));
      }
    }
    return mounts;
  }

  private List<Volume> volumes() {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(settings());
    if (service.auth() == ServiceValues.Login.BASIC) {
      volumes.add(PodVolumes.secret(USERS, service.users(), "users"));
    }
    if (service.clientSecret()) {
      volumes.add(PodVolumes.secret(CLIENT, service.oidc().clientSecret(), "secret"));
    }
    if (service.tls().given()) {
      volumes.add(certificate());
    }
    ServiceValues.Replica replica = service.replica();
    if (replica.enabled()) {
      volumes.add(PodVolumes.secret(REPLICA, replica.password(), "password"));
      if (replica.authority().given()) {
        volumes.add(PodVolumes.secret(REPLICA_AUTHORITY, replica.authority(), "ca.crt"));
      }
    }
    return volumes;
  }

  private Volume settings() {
    return new VolumeBuilder()
        .withName(SETTINGS)
        .withNewConfigMap()
        .withName(installation.name() + Component.SERVICE.suffix())
        .endConfigMap()
        .build();
  }

  private Volume certificate() {
    return new VolumeBuilder()
        .withName(TLS)
        .withNewSecret()
        .withSecretName(service.tls().secret())
        .withDefaultMode(PodVolumes.READABLE)
        .endSecret()
        .build();
  }
}
