package org.nessiebackup.operator.template;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.Map;
import java.util.TreeMap;
import org.nessiebackup.operator.values.CopiedNessie;
import org.nessiebackup.operator.values.PodValues;
import org.nessiebackup.operator.values.Values;

/** Makes pods: one function for all of them, and a request that says what one needs. */
final class PodTemplates {
  static final String CONTAINER = "nessie-backup";
  private static final ResourceRequirements UNSAID = new ResourceRequirements();

  private final Installation installation;
  private final Values values;
  private final PodEnvironment environment;
  private final PodVolumes volumes;
  private final Placement placement;

  PodTemplates(Installation installation, Values values) {
    this.installation = installation;
    this.values = values;
    this.environment = new PodEnvironment(installation, values);
    this.volumes = new PodVolumes(installation, values);
    this.placement = new Placement(installation, values);
  }

  /** A pod with its labels and with annotations besides those of all pods. */
  PodTemplateSpec template(PodRequest request, Map<String, String> annotations) {
    Map<String, String> labels = new TreeMap<>(values.pod().labels());
    labels.putAll(installation.labels(request.component()));
    Map<String, String> all = new TreeMap<>(annotations);
    all.putAll(values.pod().annotations());
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(all.isEmpty() ? null : all)
        .endMetadata()
        .withSpec(pod(request))
        .build();
  }

  /** A pod. */
  PodSpec pod(PodRequest request) {
    PodValues pod = values.pod();
    PodSpecBuilder builder =
        new PodSpecBuilder()
            .withServiceAccountName(installation.serviceAccount() + request.account().suffix())
            .withAutomountServiceAccountToken(request.account().hasToken())
            // Variables for each Service of the namespace would be taken for settings.
            .withEnableServiceLinks(false)
            .withRestartPolicy(request.needs(PodRequest.Need.RESTART) ? "Always" : "Never")
            .withTerminationGracePeriodSeconds((long) pod.terminationGracePeriod())
            .withImagePullSecrets(
                values.image().pullSecrets().stream().map(LocalObjectReference::new).toList())
            .withPriorityClassName(
                pod.priorityClassName().isEmpty() ? null : pod.priorityClassName())
            .withSecurityContext(pod.securityContext())
            .withNodeSelector(pod.nodeSelector().isEmpty() ? null : pod.nodeSelector())
            .withTolerations(pod.tolerations())
            .withContainers(container(request))
            .withVolumes(volumes.volumes(request));
    placement.apply(builder);
    request.additions().nessie().ifPresent(nessie -> builder.withInitContainers(copy(nessie)));
    return builder.build();
  }

  private Container container(PodRequest request) {
    ResourceRequirements own = request.section().resources();
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(values.image().reference(installation.image(), installation.version()))
        .withImagePullPolicy(values.image().pullPolicy())
        .withArgs(request.arguments())
        .addNewEnvFrom()
        .withNewConfigMapRef()
        .withName(installation.name())
        .endConfigMapRef()
        .endEnvFrom()
        .withEnv(environment.variables(request))
        .withResources(own.equals(UNSAID) ? values.pod().resources() : own)
        .withSecurityContext(security())
        .withTerminationMessagePath("/dev/termination-log")
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withVolumeMounts(volumes.mounts(request))
        .build();
  }

  /** Takes the program out of its image. It is run by our Java, beside the copy of the catalog. */
  private Container copy(CopiedNessie nessie) {
    String folder = nessie.folder();
    String program = folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
    return new ContainerBuilder()
        .withName(PodVolumes.NESSIE)
        .withImage(nessie.image())
        .withImagePullPolicy(values.image().pullPolicy())
        .withCommand("cp", "-R", program + "/.", PodVolumes.NESSIE_FOLDER)
        .withResources(values.pod().resources())
        .withSecurityContext(security())
        .withVolumeMounts(
            new VolumeMountBuilder()
                .withName(PodVolumes.NESSIE)
                .withMountPath(PodVolumes.NESSIE_FOLDER)
                .build())
        .build();
  }

  /** What no container may do. */
  private static SecurityContext security() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withRunAsNonRoot(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }
}
