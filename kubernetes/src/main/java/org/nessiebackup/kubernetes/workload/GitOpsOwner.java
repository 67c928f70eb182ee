package org.nessiebackup.kubernetes.workload;

import java.util.Map;
import java.util.Optional;

/**
 * A tool that makes the cluster what a repository of Git says, and so may scale Nessie up again.
 *
 * @param tool its name
 * @param object what of it owns the workload
 * @param pause the command that stops it from doing so
 * @param resume the command that lets it again
 */
public record GitOpsOwner(String tool, String object, String pause, String resume) {
  private static final String ARGO = "argocd.argoproj.io/";
  private static final String KUSTOMIZE = "kustomize.toolkit.fluxcd.io/";
  private static final String HELM = "helm.toolkit.fluxcd.io/";

  /** The owner of something with these labels and annotations. */
  static Optional<GitOpsOwner> of(Map<String, String> labels, Map<String, String> annotations) {
    return flux(labels, HELM, "helmrelease")
        .or(() -> flux(labels, KUSTOMIZE, "kustomization"))
        .or(() -> argo(labels, annotations));
  }

  private static Optional<GitOpsOwner> flux(
      Map<String, String> labels, String prefix, String kind) {
    return Optional.ofNullable(labels.get(prefix + "name"))
        .map(
            name -> {
              String namespace = labels.getOrDefault(prefix + "namespace", "flux-system");
              String target = "%s %s --namespace %s".formatted(kind, name, namespace);
              return new GitOpsOwner(
                  "Flux", kind + " " + name, "flux suspend " + target, "flux resume " + target);
            });
  }

  /** The tracking id begins with the application's name; one of another namespace has both. */
  private static Optional<GitOpsOwner> argo(
      Map<String, String> labels, Map<String, String> annotations) {
    return Optional.ofNullable(annotations.get(ARGO + "tracking-id"))
        .map(id -> id.replaceFirst(":.*", "").replace('_', '/'))
        .or(() -> Optional.ofNullable(labels.get(ARGO + "instance")))
        .or(() -> Optional.ofNullable(annotations.get(ARGO + "instance")))
        .map(
            application ->
                new GitOpsOwner(
                    "Argo CD",
                    "application " + application,
                    "argocd app set %s --sync-policy none".formatted(application),
                    "argocd app set %s --sync-policy automated".formatted(application)));
  }

  /** What the user should know. */
  String notice() {
    return "%s (%s) owns this workload and may scale it up again; pause it first: %s"
        .formatted(tool, object, pause);
  }
}
