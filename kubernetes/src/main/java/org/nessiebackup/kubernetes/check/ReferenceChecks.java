package org.nessiebackup.kubernetes.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import tools.jackson.databind.JsonNode;

/** Whether what the CronJob's pods refer to is there: Secrets, ConfigMaps, claims. */
record ReferenceChecks(ClusterObjects objects, PodTemplate template, Items items) {
  void run() {
    template.claims().forEach(this::claim);
    if (template.claims().isEmpty()) {
      items.ok("claim", "none is mounted, so the vault is elsewhere");
    }
    Map<String, List<KeyReference>> byObject = new LinkedHashMap<>();
    for (KeyReference reference : template.references()) {
      byObject
          .computeIfAbsent(reference.kind() + "/" + reference.name(), ignored -> new ArrayList<>())
          .add(reference);
    }
    byObject.values().forEach(this::references);
  }

  private void references(List<KeyReference> references) {
    KeyReference first = references.getFirst();
    String item = first.kind() == ObjectKind.SECRET ? "secret" : "config-map";
    items.check(item, List.of(first.kind().permission("get")), () -> references(item, references));
  }

  /** Keys only are looked at; values go nowhere. */
  private void references(String item, List<KeyReference> references) {
    KeyReference first = references.getFirst();
    String title = "%s \"%s\"".formatted(first.kind().kind(), first.name());
    Optional<JsonNode> object = objects.get(first.kind(), first.name());
    List<KeyReference> needed = references.stream().filter(r -> !r.optional()).toList();
    if (object.isEmpty()) {
      if (needed.isEmpty()) {
        items.ok(item, title + " is not there, and need not be");
      } else {
        items.fail(
            item,
            "there is no %s, which the pod wants as %s".formatted(title, needed.getFirst().place()),
            "Make it, or correct its name in the CronJob's template.");
      }
      return;
    }
    List<String> missing =
        needed.stream()
            .filter(reference -> reference.key().filter(key -> !has(object.get(), key)).isPresent())
            .map(
                reference ->
                    "\"%s\" (%s)".formatted(reference.key().orElseThrow(), reference.place()))
            .toList();
    if (missing.isEmpty()) {
      List<String> keys =
          needed.stream().map(KeyReference::key).flatMap(Optional::stream).distinct().toList();
      items.ok(item, keys.isEmpty() ? title : title + ", keys: " + String.join(", ", keys));
    } else {
      items.fail(
          item,
          "%s has no key %s".formatted(title, String.join(", ", missing)),
          "Add the key, or correct its name in the CronJob's template.");
    }
  }

  private static boolean has(JsonNode object, String key) {
    return object.path("data").has(key) || object.path("binaryData").has(key);
  }

  private void claim(String name) {
    Optional<JsonNode> found =
        items.look(
            "claim",
            List.of(ObjectKind.CLAIM.permission("get")),
            () -> {
              Optional<JsonNode> claim = objects.get(ObjectKind.CLAIM, name);
              if (claim.isEmpty()) {
                items.fail(
                    "claim",
                    "there is no PersistentVolumeClaim \"%s\", which the CronJob mounts"
                        .formatted(name),
                    "Make it: kubectl apply -f deploy/manifests/claim.yaml");
              }
              return claim;
            });
    found.ifPresent(
        claim -> {
          bound(name, claim);
          ObjectFields.text(claim.at("/spec/storageClassName")).ifPresent(this::storageClass);
        });
  }

  private void bound(String name, JsonNode claim) {
    String phase = claim.at("/status/phase").asString("Pending");
    String size =
        ObjectFields.text(claim.at("/status/capacity/storage"))
            .orElse(claim.at("/spec/resources/requests/storage").asString("?"));
    if (phase.equals("Bound")) {
      items.ok("claim", "\"%s\" is bound, %s".formatted(name, size));
    } else {
      items.fail(
          "claim",
          "\"%s\" is %s, not bound".formatted(name, phase),
          phase.equals("Lost")
              ? "Its volume is gone, and the backups with it: make a new claim, bring the backups"
                  + " from another vault by copy."
              : "kubectl describe pvc %s tells why; a class that waits for its first consumer is bound by --run-backup."
                  .formatted(name));
    }
  }

  private void storageClass(String name) {
    items.check(
        "storage-class",
        List.of(ObjectKind.STORAGE_CLASS.permission("get")),
        () -> {
          if (objects.get(ObjectKind.STORAGE_CLASS, name).isPresent()) {
            items.ok("storage-class", "\"%s\"".formatted(name));
          } else {
            items.warn(
                "storage-class",
                "there is no StorageClass \"%s\": the volume that is bound stays, but cannot be expanded"
                        .formatted(name)
                    + " or made again",
                "kubectl get storageclass lists those that there are.");
          }
        });
  }
}
