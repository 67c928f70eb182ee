package org.nessiebackup.operator.values;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The resident service, in place of the CronJobs of backup, incremental, prune and verify.
 *
 * @param enabled whether it is wanted
 * @param replicas 1, or 2 with one that takes over
 * @param tipInterval how often references are looked at; {@code off}: never
 * @param journal of every committed transaction
 * @param replica that it looks after
 * @param maxAge how old the newest backup may be; empty: until two runs were missed
 * @param auth how people and programs show who they are
 * @param users for {@link Login#BASIC}
 * @param oidc for {@link Login#OIDC}
 * @param externalUrl where browsers find the page; empty: not said
 * @param hostNames by which the page is asked for, besides those of the Service
 * @param tls the certificate of the pod
 * @param port of page and API
 * @param metricsPort of health and metrics
 * @param identity whether the identity is mounted
 * @param settings more lines of its settings file
 * @param arguments further ones of the command
 * @param resources of its pod
 * @param temporarySize room for what it unpacks
 */
public record ServiceValues(
    boolean enabled,
    int replicas,
    String tipInterval,
    Journal journal,
    Replica replica,
    String maxAge,
    Login auth,
    SecretKey users,
    Oidc oidc,
    String externalUrl,
    List<String> hostNames,
    Tls tls,
    int port,
    int metricsPort,
    boolean identity,
    String settings,
    List<String> arguments,
    ResourceRequirements resources,
    String temporarySize)
    implements ContainerValues {
  /** Checks what it is told. */
  public ServiceValues {
    Ranges.within("replicas", replicas, 1, 2);
    Ranges.port("port", port);
    Ranges.port("metricsPort", metricsPort);
    Objects.requireNonNull(auth);
    hostNames = List.copyOf(hostNames);
    arguments = List.copyOf(arguments);
  }

  @Override
  public Optional<String> room() {
    return Optional.of(temporarySize);
  }

  /** Whether anybody but who may forward a port reaches the page. */
  public boolean open() {
    return auth != Login.NONE;
  }

  /** Whether the password of a client of the provider is mounted. */
  public boolean clientSecret() {
    return auth == Login.OIDC && oidc.clientSecret().given();
  }

  /** How people and programs show who they are. */
  public enum Login {
    /** Not at all: the page is reached by who may forward a port. */
    @JsonProperty("none")
    NONE("none"),
    /** By lines of a file. */
    @JsonProperty("basic")
    BASIC("basic"),
    /** By a provider. */
    @JsonProperty("oidc")
    OIDC("oidc"),
    /** By tokens of the cluster. */
    @JsonProperty("kubernetes")
    KUBERNETES("kubernetes");

    private final String word;

    Login(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * Of every committed transaction.
   *
   * @param enabled whether it is wanted
   * @param interval how often changes are stored
   * @param maxRetained before the server keeps more of its log for it, it ends
   * @param synchronous whether commits wait for the vault
   * @param unboundedWal whether it begins although the server sets no limit
   * @param slot its name; empty: of the program
   * @param publication its name; empty: as the slot
   * @param standbyName by which the server knows it; empty: of the program
   * @param proofSchedule when it is proven; empty: each day, with the identity; {@code off}: never
   */
  public record Journal(
      boolean enabled,
      String interval,
      String maxRetained,
      boolean synchronous,
      boolean unboundedWal,
      String slot,
      String publication,
      String standbyName,
      String proofSchedule) {}

  /** A copy of the catalog on another server. */
  public record Replica(
      boolean enabled,
      String host,
      int port,
      String database,
      String user,
      Parameters parameters,
      SecretKey password,
      SecretKey authority,
      String name,
      String maxRetained,
      String maxLag) {
    public Replica {
      Ranges.port("port", port);
    }
  }

  /** A provider of logins. */
  public record Oidc(
      String issuer, String client, SecretKey clientSecret, String claim, List<String> roles) {
    public Oidc {
      roles = List.copyOf(roles);
    }
  }

  /**
   * The certificate of the pod.
   *
   * @param secret empty: none
   */
  public record Tls(String secret) {
    public boolean given() {
      return !secret.isEmpty();
    }
  }
}
