package org.nessiebackup.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The profile "restricted" of Kubernetes' Pod Security Standards, rule by rule, and what else we
 * promise of our pods.
 */
final class RestrictedProfile {
  private static final Set<String> VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "persistentVolumeClaim",
          "projected",
          "secret");
  private static final Set<String> SECCOMP = Set.of("RuntimeDefault", "Localhost");

  private final JsonNode spec;
  private final List<String> violations = new ArrayList<>();

  private RestrictedProfile(JsonNode spec) {
    this.spec = spec;
  }

  /** What a pod does against it. */
  static List<String> violations(JsonNode pod) {
    RestrictedProfile profile = new RestrictedProfile(pod.get("spec"));
    profile.hostIsOutOfReach();
    profile.volumesAreHarmless();
    for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
      profile.spec.path(list).forEach(profile::containerIsRestricted);
    }
    return List.copyOf(profile.violations);
  }

  private void hostIsOutOfReach() {
    for (String field : List.of("hostNetwork", "hostPID", "hostIPC")) {
      refuse(spec.path(field).asBoolean(false), field);
    }
    refuse(spec.at("/securityContext/sysctls").size() > 0, "sysctls");
    refuse(spec.at("/securityContext").has("seLinuxOptions"), "SELinux options");
  }

  private void volumesAreHarmless() {
    for (JsonNode volume : spec.path("volumes")) {
      volume.propertyNames().stream()
          .filter(name -> !name.equals("name"))
          .forEach(type -> refuse(!VOLUMES.contains(type), "a volume of type " + type));
    }
  }

  private void containerIsRestricted(JsonNode container) {
    JsonNode context = container.path("securityContext");
    JsonNode pod = spec.path("securityContext");
    refuse(context.path("privileged").asBoolean(false), "privileged");
    refuse(context.path("allowPrivilegeEscalation").asBoolean(true), "privilege escalation");
    refuse(context.has("procMount"), "procMount");
    refuse(!droppedAll(context), "capabilities that are not dropped");
    refuse(context.at("/capabilities/add").size() > 0, "capabilities that are added");
    refuse(!either(context, pod, "runAsNonRoot").asBoolean(false), "runAsNonRoot is not true");
    refuse(either(context, pod, "runAsUser").asInt(0) == 0, "runs as root or as it likes");
    refuse(
        !SECCOMP.contains(either(context, pod, "seccompProfile").path("type").asString("")),
        "seccomp is not confined");
    container.path("ports").forEach(port -> refuse(port.has("hostPort"), "a port of the host"));
    // Beyond the profile.
    refuse(!context.path("readOnlyRootFilesystem").asBoolean(false), "a writable root");
    refuse(!container.at("/resources/limits").has("memory"), "memory without a limit");
  }

  private static boolean droppedAll(JsonNode context) {
    return context
        .at("/capabilities/drop")
        .valueStream()
        .anyMatch(each -> each.asString().equals("ALL"));
  }

  private static JsonNode either(JsonNode context, JsonNode pod, String field) {
    return context.has(field) ? context.path(field) : pod.path(field);
  }

  private void refuse(boolean violated, String what) {
    if (violated) {
      violations.add(what);
    }
  }
}
