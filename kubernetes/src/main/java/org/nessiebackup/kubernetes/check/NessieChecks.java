package org.nessiebackup.kubernetes.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.api.ApiAccess;
import org.nessiebackup.kubernetes.api.ApiFinder;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import org.nessiebackup.kubernetes.cluster.Permission;
import org.nessiebackup.kubernetes.cluster.Permissions;
import org.nessiebackup.kubernetes.workload.NamespaceContext;
import org.nessiebackup.kubernetes.workload.NamespaceInspector;
import org.nessiebackup.kubernetes.workload.PausedCronJob;
import org.nessiebackup.kubernetes.workload.Workload;
import org.nessiebackup.kubernetes.workload.WorkloadName;
import org.nessiebackup.kubernetes.workload.WorkloadPermissions;
import org.nessiebackup.kubernetes.workload.WorkloadQuery;
import org.nessiebackup.kubernetes.workload.Workloads;
import org.nessiebackup.nessieapi.NessieApi;
import org.nessiebackup.postgres.ConnectionSettings;
import tools.jackson.databind.JsonNode;

/** Nessie itself: where it keeps its catalog, how it does, and what a restore of it would meet. */
record NessieChecks(Cluster cluster, Items items) {
  /**
   * Checks all of them.
   *
   * @param backedUp host, port and database that are backed up; absent if unknown
   */
  void run(WorkloadQuery query, Optional<String> backedUp, Instant now) {
    Optional<Workload> found =
        items.look(
            "workload",
            List.of(
                ObjectKind.DEPLOYMENT.permission("get"),
                ObjectKind.DEPLOYMENT.permission("list"),
                ObjectKind.STATEFUL_SET.permission("get"),
                ObjectKind.STATEFUL_SET.permission("list")),
            () -> Optional.of(new Workloads(cluster).find(query)));
    if (found.isEmpty()) {
      return;
    }
    Workload workload = found.get();
    items.ok("workload", "\"%s\"".formatted(workload.name()));
    items.check("store-type", toReadSettings(), () -> settings(workload, backedUp));
    replicas(workload);
    api(workload);
    new UnfinishedWork(cluster, items).run(workload, now);
    items.check(
        "surroundings", WorkloadPermissions.toLook(workload.name()), () -> surroundings(workload));
    items.check("restore-permissions", List.of(), () -> permissions(workload.name()));
  }

  private static List<Permission> toReadSettings() {
    return List.of(
        ObjectKind.DEPLOYMENT.permission("get"),
        ObjectKind.STATEFUL_SET.permission("get"),
        ObjectKind.CONFIG_MAP.permission("get"));
  }

  private void settings(Workload workload, Optional<String> backedUp) {
    ClusterObjects objects = new ClusterObjects(cluster);
    JsonNode object =
        objects.get(workload.name().kind().objects(), workload.name().name()).orElseThrow();
    PodTemplate template = PodTemplate.ofWorkload(object);
    JsonNode container = template.container("nessie");
    image(container.path("image").asString(""));
    NessieEnvironment settings =
        new NessieEnvironment(Environments.withoutSecrets(objects).of(template, container));
    storeType(settings);
    items.check("same-database", List.of(), () -> sameDatabase(settings, backedUp));
  }

  private void image(String image) {
    String last = image.substring(image.lastIndexOf('/') + 1);
    if (last.contains("@") || (last.contains(":") && !last.endsWith(":latest"))) {
      items.ok("nessie-image", image);
    } else {
      items.warn(
          "nessie-image",
          "\"%s\" names no version: each start may be another Nessie".formatted(image),
          "Name a version, so that a restore meets the Nessie that wrote the catalog.");
    }
  }

  private void storeType(NessieEnvironment settings) {
    Optional<String> type = settings.storeType();
    if (type.filter(NessieEnvironment::isInPostgres).isPresent()) {
      items.ok("store-type", type.get() + ", in PostgreSQL");
    } else if (type.isPresent()) {
      items.fail(
          "store-type",
          "Nessie keeps its catalog in %s, not in PostgreSQL: no backup of ours protects it"
              .formatted(type.get()),
          "Protect that store by its own means, or move the catalog to JDBC2 with Nessie's export"
              + " and import.");
    } else {
      items.fail(
          "store-type",
          "nessie.version.store.type is not set, and Nessie's default is IN_MEMORY: what it keeps"
              + " is gone with its pod",
          "Set it to JDBC2 with a PostgreSQL as datasource.");
    }
  }

  private void sameDatabase(NessieEnvironment settings, Optional<String> backedUp) {
    if (settings.storeType().filter(NessieEnvironment::isInPostgres).isEmpty()) {
      return;
    }
    Optional<String> own =
        settings
            .jdbcUrl()
            .map(
                url ->
                    new ConnectionSettings(url, Optional.empty(), Optional.empty(), "").describe());
    if (own.isEmpty() || backedUp.isEmpty()) {
      items.warn(
          "same-database",
          own.isEmpty()
              ? "the URL of Nessie's database is in none of its variables and properties, Secrets"
                  + " aside"
              : "the CronJob's settings name no database, so nobody knows whether it is Nessie's",
          "Compare by hand what Nessie serves with what is backed up.");
    } else if (Addresses.same(own.get(), backedUp.get(), cluster.namespace())) {
      items.ok("same-database", "Nessie and the backup use \"%s\"".formatted(own.get()));
    } else {
      items.fail(
          "same-database",
          "Nessie uses \"%s\", but \"%s\" is backed up".formatted(own.get(), backedUp.get()),
          "Correct the settings of the one that is wrong.");
    }
  }

  private void replicas(Workload workload) {
    String detail = "%d of %d ready".formatted(workload.readyReplicas(), workload.replicas());
    if (workload.replicas() == 0) {
      items.warn(
          "replicas",
          "Nessie is stopped: 0 replicas are wanted",
          "If no restore is at work: kubectl scale %s --replicas=1".formatted(workload.name()));
    } else if (workload.readyReplicas() >= workload.replicas()) {
      items.ok("replicas", detail);
    } else if (workload.readyReplicas() > 0) {
      items.warn("replicas", detail, describe(workload));
    } else {
      items.fail("replicas", detail, describe(workload));
    }
  }

  private static String describe(Workload workload) {
    return "kubectl describe %s, and the log of its pods, tell why.".formatted(workload.name());
  }

  private void api(Workload workload) {
    if (workload.readyReplicas() == 0) {
      items.warn("nessie-api", "not asked, as no pod is ready", describe(workload));
      return;
    }
    List<Permission> needed = new ArrayList<>(ApiAccess.of(cluster, false).permissions());
    needed.add(ObjectKind.POD.permission("list"));
    items.check("nessie-api", needed, () -> ask(workload));
  }

  private void ask(Workload workload) {
    try {
      NessieApi nessie = new ApiFinder(cluster).open(workload, Optional.empty(), Optional.empty());
      items.ok(
          "nessie-api",
          "answers: default branch \"%s\", %d references"
              .formatted(nessie.config().defaultBranch(), nessie.references().size()));
    } catch (BackupException e) {
      if (e.failure() != Failure.NESSIE) {
        throw e;
      }
      items.fail("nessie-api", e.getMessage(), e.hint().orElse(describe(workload)));
    }
  }

  private void surroundings(Workload workload) {
    NamespaceContext found = new NamespaceInspector(cluster).inspect(workload, List.of());
    String paused =
        found.cronJobs().stream().map(PausedCronJob::name).collect(Collectors.joining(", "));
    if (found.runningJobs().isEmpty()) {
      items.ok(
          "cleanup-jobs",
          paused.isEmpty()
              ? "no CronJob that a restore would have to pause"
              : paused + ": a restore pauses them and puts them back");
    } else {
      items.warn(
          "cleanup-jobs",
          "%s run right now".formatted(String.join(", ", found.runningJobs())),
          "Nothing to do now; wait for their end before a restore.");
    }
    List<String> notices = found.notices();
    items.ok(
        "surroundings", notices.isEmpty() ? "nothing scales Nessie" : String.join("; ", notices));
  }

  private void permissions(WorkloadName workload) {
    List<Permission> missing =
        new Permissions(cluster)
            .missing(
                WorkloadPermissions.toExchange(
                    workload, ApiAccess.of(cluster, false).permissions()));
    if (missing.isEmpty()) {
      items.ok("restore-permissions", "whoever runs this may restore on Kubernetes");
    } else if (cluster.inside()
        && Collections.disjoint(missing, WorkloadPermissions.toLook(workload))) {
      // A pod that looks every night must not be given what would let it restore.
      items.ok(
          "restore-permissions",
          "the account of this pod may not restore; restores run as another one");
    } else {
      items.warn(
          "restore-permissions",
          "whoever runs this may not restore here: "
              + missing.stream().map(Permission::toString).collect(Collectors.joining(", ")),
          "Restore as somebody else, or add to the Role: "
              + String.join("; ", Permissions.rules(missing)));
    }
  }
}
