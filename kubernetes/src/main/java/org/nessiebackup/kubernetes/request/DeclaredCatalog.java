package org.nessiebackup.kubernetes.request;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Progress;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import org.nessiebackup.kubernetes.job.InstalledJobs;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A catalog that an operator looks after, as its NessieCatalog says.
 *
 * @param cluster where it is
 * @param object as it was read
 */
public record DeclaredCatalog(Cluster cluster, JsonNode object) {
  /**
   * The one that is meant.
   *
   * @param name the only one of the namespace if absent
   * @return empty if there is none, if there are no such kinds, or if they may not be read
   * @throws BackupException {@link Failure#CLUSTER} if several could be meant
   */
  public static Optional<DeclaredCatalog> find(Cluster cluster, Optional<String> name) {
    List<DeclaredCatalog> found =
        readable(cluster).stream().map(each -> new DeclaredCatalog(cluster, each)).toList();
    if (name.isPresent()) {
      return found.stream().filter(each -> each.name().equals(name.get())).findFirst();
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Set<String> all =
        found.stream().map(DeclaredCatalog::name).collect(Collectors.toCollection(TreeSet::new));
    all.addAll(installed(cluster));
    if (all.size() > 1) {
      throw Failure.CLUSTER.exception(
          "namespace \"%s\" has several catalogs: %s"
              .formatted(cluster.namespace(), String.join(", ", all)),
          "--instance says which one.");
    }
    return Optional.of(found.getFirst());
  }

  /** The kinds are not there, or are none of who asks: then he does without. */
  private static List<JsonNode> readable(Cluster cluster) {
    try {
      return new ClusterObjects(cluster).list(ObjectKind.NESSIE_CATALOG, "");
    } catch (BackupException e) {
      if (e.failure() != Failure.PERMISSION) {
        throw e;
      }
      cluster.context().progress().detail(Progress.Detail.VERBOSE, e::getMessage);
      return List.of();
    }
  }

  /** Others may be installed without an operator; who may not see them cannot mean them. */
  private static Set<String> installed(Cluster cluster) {
    try {
      return new InstalledJobs(cluster).instances();
    } catch (BackupException e) {
      if (e.failure() != Failure.PERMISSION) {
        throw e;
      }
      return Set.of();
    }
  }

  /** Its name, which is that of its installation. */
  public String name() {
    return ObjectFields.name(object);
  }

  /** The beginning of the spec of what is asked for about it. */
  public ObjectNode spec() {
    ObjectNode spec = ObjectKind.NESSIE_CATALOG.object().objectNode();
    spec.putObject("catalogRef").put("name", name());
    return spec;
  }

  /** Whether something was asked for about it. */
  boolean isOf(JsonNode request) {
    return request.at("/spec/catalogRef/name").asString("").equals(name());
  }
}
