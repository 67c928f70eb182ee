package org.nessiebackup.kubernetes.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import tools.jackson.databind.JsonNode;

/**
 * What a template of a pod says, as far as a check cares: of its first container, as jobs of ours
 * and Nessie's own pods have one that works and the rest beside it.
 */
record PodTemplate(JsonNode spec) {
  /** Of a CronJob. */
  static PodTemplate ofCronJob(JsonNode cronJob) {
    return new PodTemplate(cronJob.at("/spec/jobTemplate/spec/template/spec"));
  }

  /** Of a Deployment or StatefulSet. */
  static PodTemplate ofWorkload(JsonNode workload) {
    return new PodTemplate(workload.at("/spec/template/spec"));
  }

  /** The container that does the work: of this name, if there is one, else the first. */
  JsonNode container(String name) {
    JsonNode containers = spec.path("containers");
    for (JsonNode container : containers) {
      if (container.path("name").asString("").equals(name)) {
        return container;
      }
    }
    return containers.path(0);
  }

  /** The names of the claims that are mounted. */
  List<String> claims() {
    List<String> claims = new ArrayList<>();
    for (JsonNode volume : spec.path("volumes")) {
      ObjectFields.text(volume.at("/persistentVolumeClaim/claimName")).ifPresent(claims::add);
    }
    return claims;
  }

  /** All Secrets and ConfigMaps that the pod refers to, of all its containers. */
  List<KeyReference> references() {
    List<KeyReference> references = new ArrayList<>();
    for (String field : List.of("initContainers", "containers")) {
      for (JsonNode container : spec.path(field)) {
        references.addAll(ofContainer(container));
      }
    }
    for (JsonNode volume : spec.path("volumes")) {
      references.addAll(ofVolume(volume));
    }
    return references.stream().distinct().toList();
  }

  private static List<KeyReference> ofContainer(JsonNode container) {
    List<KeyReference> references = new ArrayList<>();
    for (JsonNode variable : container.path("env")) {
      String place = "variable " + variable.path("name").asString("");
      JsonNode from = variable.path("valueFrom");
      reference(ObjectKind.SECRET, from.path("secretKeyRef"), "name", place)
          .ifPresent(references::add);
      reference(ObjectKind.CONFIG_MAP, from.path("configMapKeyRef"), "name", place)
          .ifPresent(references::add);
    }
    for (JsonNode from : container.path("envFrom")) {
      reference(ObjectKind.SECRET, from.path("secretRef"), "name", "variables")
          .ifPresent(references::add);
      reference(ObjectKind.CONFIG_MAP, from.path("configMapRef"), "name", "variables")
          .ifPresent(references::add);
    }
    return references;
  }

  private static List<KeyReference> ofVolume(JsonNode volume) {
    String place = "volume " + volume.path("name").asString("");
    List<KeyReference> references = new ArrayList<>();
    references.addAll(mounted(ObjectKind.SECRET, volume.path("secret"), "secretName", place));
    references.addAll(mounted(ObjectKind.CONFIG_MAP, volume.path("configMap"), "name", place));
    for (JsonNode source : volume.at("/projected/sources")) {
      references.addAll(mounted(ObjectKind.SECRET, source.path("secret"), "name", place));
      references.addAll(mounted(ObjectKind.CONFIG_MAP, source.path("configMap"), "name", place));
    }
    return references;
  }

  private static List<KeyReference> mounted(
      ObjectKind kind, JsonNode source, String field, String place) {
    List<KeyReference> references = new ArrayList<>();
    for (JsonNode item : source.path("items")) {
      references.add(
          new KeyReference(
              kind,
              source.path(field).asString(""),
              ObjectFields.text(item.path("key")),
              source.path("optional").asBoolean(false),
              place));
    }
    if (references.isEmpty()) {
      reference(kind, source, field, place).ifPresent(references::add);
    }
    return references;
  }

  private static Optional<KeyReference> reference(
      ObjectKind kind, JsonNode from, String field, String place) {
    return ObjectFields.text(from.path(field))
        .map(
            name ->
                new KeyReference(
                    kind,
                    name,
                    ObjectFields.text(from.path("key")),
                    from.path("optional").asBoolean(false),
                    place));
  }

  /** What a Secret or ConfigMap gives to a path: one file, or a folder with a file for each key. */
  record Mounted(String path, KeyReference source) {}

  /** The files of a container that come from Secrets or ConfigMaps. */
  List<Mounted> files(JsonNode container) {
    List<Mounted> files = new ArrayList<>();
    for (JsonNode mount : container.path("volumeMounts")) {
      for (JsonNode volume : spec.path("volumes")) {
        if (volume.path("name").equals(mount.path("name"))) {
          for (KeyReference source : ofVolume(volume)) {
            file(mount, volume, source).ifPresent(files::add);
          }
        }
      }
    }
    return files;
  }

  private static Optional<Mounted> file(JsonNode mount, JsonNode volume, KeyReference source) {
    String path = mount.path("mountPath").asString("").replaceFirst("/+$", "");
    String below = mount.path("subPath").asString("");
    if (source.key().isEmpty()) {
      // Each key is a file of its name; one of them, if only that is mounted.
      KeyReference only =
          new KeyReference(
              source.kind(), source.name(), Optional.of(below), source.optional(), source.place());
      return Optional.of(
          below.isEmpty() ? new Mounted(path + "/", source) : new Mounted(path, only));
    }
    String file = fileOf(volume, source);
    if (below.isEmpty()) {
      return Optional.of(new Mounted(path + "/" + file, source));
    }
    return file.equals(below) ? Optional.of(new Mounted(path, source)) : Optional.empty();
  }

  /** The path below the volume that a key has. */
  private static String fileOf(JsonNode volume, KeyReference source) {
    return volume.findValues("items").stream()
        .flatMap(JsonNode::valueStream)
        .filter(item -> item.path("key").asString("").equals(source.key().orElseThrow()))
        .map(item -> item.path("path").asString(""))
        .findFirst()
        .orElse(source.key().orElseThrow());
  }
}
