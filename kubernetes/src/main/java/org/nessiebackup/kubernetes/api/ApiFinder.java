package org.nessiebackup.kubernetes.api;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import org.nessiebackup.kubernetes.workload.Workload;
import org.nessiebackup.kubernetes.workload.Workloads;
import org.nessiebackup.nessieapi.HttpTransport;
import org.nessiebackup.nessieapi.LoggedTransport;
import org.nessiebackup.nessieapi.NessieApi;
import org.nessiebackup.nessieapi.Transport;
import tools.jackson.databind.JsonNode;

/** Finds the way to Nessie's API. */
public record ApiFinder(Cluster cluster) {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /**
   * The API of a workload's Nessie: at the address, if one is given; else by its Service, from
   * inside the cluster; else through the API server.
   *
   * @param address where it is, such as {@code https://nessie.example.org}
   * @param token what it wants as bearer token
   * @throws BackupException {@link Failure#USAGE} for a token that cannot be handed over, as the
   *     API server keeps the header to itself; {@link Failure#WORKLOAD_NOT_FOUND} without a Service
   */
  public NessieApi open(Workload workload, Optional<URI> address, Optional<Secret> token) {
    Transport transport =
        switch (ApiAccess.of(cluster, address.isPresent())) {
          case ADDRESS -> direct(address.orElseThrow(), token);
          case SERVICE -> direct(service(workload), token);
          case POD_PROXY -> proxy(workload, token);
        };
    return new NessieApi(
        new LoggedTransport(transport, cluster.context().progress()), cluster.waiting());
  }

  private Transport direct(URI address, Optional<Secret> token) {
    return new HttpTransport(address, token, TIMEOUT, cluster.context().cancellation());
  }

  private Transport proxy(Workload workload, Optional<Secret> token) {
    if (token.isPresent()) {
      throw Failure.USAGE.exception(
          "a token for Nessie cannot be sent through the API server",
          "Give --nessie-url too, for example http://localhost:19120 and in another terminal"
              + " \"kubectl port-forward %s 19120\".".formatted(workload.name()));
    }
    return new PodProxyTransport(cluster, workload.name());
  }

  /** The address of the Service in front of a workload, as pods of the cluster reach it. */
  URI service(Workload workload) {
    for (JsonNode service : new ClusterObjects(cluster).list(ObjectKind.SERVICE, "")) {
      if (selects(service, workload)) {
        for (JsonNode port : service.at("/spec/ports")) {
          if (leadsTo(port, workload.template().port())) {
            return URI.create(
                "http://%s.%s.svc:%d"
                    .formatted(
                        service.at("/metadata/name").asString(""),
                        cluster.namespace(),
                        port.path("port").asInt(0)));
          }
        }
      }
    }
    throw Failure.WORKLOAD_NOT_FOUND.exception(
        "there is no Service that leads to port %d of \"%s\""
            .formatted(workload.template().port(), workload.name()),
        "Give Nessie's address by --nessie-url.");
  }

  private static boolean selects(JsonNode service, Workload workload) {
    Map<String, String> labels = workload.template().labels();
    JsonNode selector = service.at("/spec/selector");
    return !selector.isEmpty()
        && selector.properties().stream()
            .allMatch(label -> label.getValue().asString("").equals(labels.get(label.getKey())));
  }

  /** By number, or by the names that the chart gives. */
  private static boolean leadsTo(JsonNode port, int wanted) {
    JsonNode target = port.path("targetPort");
    return target.isString()
        ? Workloads.isApiPort(target.asString())
        : target.asInt(port.path("port").asInt(0)) == wanted;
  }
}
