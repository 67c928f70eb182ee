package org.nessiebackup.kubernetes.api;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.workload.Workload;
import org.nessiebackup.kubernetes.workload.Workloads;

/** Finds the way to Nessie's API. */
public final class ApiFinder {
  private final Cluster cluster;

  /** In a cluster. */
  public ApiFinder(Cluster cluster) {
    this.cluster = cluster;
  }

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
    ApiAccess way = ApiAccess.of(cluster, address.isPresent());
    return new NessieApi(
        cluster,
        switch (way) {
          case ADDRESS -> new HttpTransport(address.orElseThrow(), token);
          case SERVICE -> new HttpTransport(service(workload), token);
          case POD_PROXY -> proxy(workload, token);
        });
  }

  private ApiClient proxy(Workload workload, Optional<Secret> token) {
    if (token.isPresent()) {
      throw new BackupException(
          Failure.USAGE,
          "a token for Nessie cannot be sent through the API server",
          "Give --nessie-url too, for example http://localhost:19120 and in another terminal"
              + " \"kubectl port-forward %s 19120\".".formatted(workload.name()));
    }
    return new PodProxyTransport(cluster, workload.name());
  }

  /** The address of the Service in front of a workload, as pods of the cluster reach it. */
  URI service(Workload workload) {
    List<Service> services =
        cluster
            .call(
                "cannot list services",
                () -> cluster.client().services().inNamespace(cluster.namespace()).list())
            .getItems()
            .stream()
            .filter(service -> selects(service, workload))
            .toList();
    for (Service service : services) {
      for (ServicePort port : service.getSpec().getPorts()) {
        if (leadsTo(port, workload.port())) {
          return URI.create(
              "http://%s.%s.svc:%d"
                  .formatted(service.getMetadata().getName(), cluster.namespace(), port.getPort()));
        }
      }
    }
    throw new BackupException(
        Failure.WORKLOAD_NOT_FOUND,
        "there is no Service that leads to port %d of \"%s\""
            .formatted(workload.port(), workload.name()),
        "Give Nessie's address by --nessie-url.");
  }

  private static boolean selects(Service service, Workload workload) {
    Map<String, String> selector = service.getSpec().getSelector();
    return selector != null
        && !selector.isEmpty()
        && workload.podLabels().entrySet().containsAll(selector.entrySet());
  }

  /** By number, or by the names that the chart gives. */
  private static boolean leadsTo(ServicePort port, int wanted) {
    if (port.getTargetPort() == null) {
      return port.getPort() == wanted;
    }
    Integer number = port.getTargetPort().getIntVal();
    return number == null
        ? Workloads.isApiPort(port.getTargetPort().getStrVal())
        : number == wanted;
  }
}
