package org.nessiebackup.operator.template;

import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.operator.values.ServiceValues;

/** What the service is told by arguments: where it listens, and who may come in. */
final class ServiceCommand {
  private final Installation installation;
  private final ServiceValues service;
  private final List<String> arguments = new ArrayList<>();

  private ServiceCommand(Installation installation, ServiceValues service) {
    this.installation = installation;
    this.service = service;
  }

  static List<String> arguments(Installation installation, ServiceValues service) {
    return new ServiceCommand(installation, service).all();
  }

  private List<String> all() {
    add("serve", "--config", Folders.SERVICE + "/config.toml", "--auth", service.auth().word());
    // Who is not asked who he is comes by a forwarded port only.
    add("--listen", (service.open() ? "" : "127.0.0.1") + ":" + service.port());
    add("--metrics-listen", ":" + service.metricsPort());
    switch (service.auth()) {
      case BASIC -> add("--users-file", Folders.USERS + "/users");
      case OIDC -> provider(service.oidc());
      case NONE, KUBERNETES -> {}
    }
    if (service.tls().given()) {
      add("--tls-certificate", Folders.TLS + "/tls.crt", "--tls-key", Folders.TLS + "/tls.key");
    }
    if (!service.externalUrl().isEmpty()) {
      add("--external-url", service.externalUrl());
    }
    if (service.open()) {
      names();
    }
    return arguments;
  }

  private void provider(ServiceValues.Oidc oidc) {
    add("--oidc-issuer", oidc.issuer(), "--oidc-client", oidc.client());
    add("--oidc-claim", oidc.claim());
    oidc.roles().forEach(role -> add("--oidc-role", role));
    if (service.clientSecret()) {
      add("--oidc-client-secret-file", Folders.CLIENT + "/secret");
    }
  }

  /** By which the page may be asked for. */
  private void names() {
    String name = installation.name() + Component.SERVICE.suffix();
    String qualified = name + "." + installation.namespace();
    for (String each : List.of(name, qualified, qualified + ".svc", "localhost", "127.0.0.1")) {
      add("--host-name", each);
    }
    service.hostNames().forEach(each -> add("--host-name", each));
  }

  private void add(String... words) {
    arguments.addAll(List.of(words));
  }
}
