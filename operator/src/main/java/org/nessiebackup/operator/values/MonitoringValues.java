package org.nessiebackup.operator.values;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

/**
 * How jobs tell of themselves.
 *
 * @param pushGateway of Prometheus; empty: none
 * @param logFormat empty: as the program has it
 * @param receiver the address that is told of failures
 * @param heartbeat the address that is pinged
 */
public record MonitoringValues(
    String pushGateway,
    String logFormat,
    @JsonProperty("notify") SecretKey receiver,
    Heartbeat heartbeat) {
  /** Nothing is null. */
  public MonitoringValues {
    Objects.requireNonNull(pushGateway);
    Objects.requireNonNull(logFormat);
    Objects.requireNonNull(receiver);
    Objects.requireNonNull(heartbeat);
  }

  /**
   * The address that is pinged at the start and the end of some jobs.
   *
   * @param secret empty: none
   * @param key the key in it
   * @param jobs the labels of these jobs
   */
  public record Heartbeat(String secret, String key, List<String> jobs) {
    /** Copies the list. */
    public Heartbeat {
      Objects.requireNonNull(secret);
      Objects.requireNonNull(key);
      jobs = List.copyOf(jobs);
    }

    public boolean of(String component) {
      return !secret.isEmpty() && jobs.contains(component);
    }
  }
}
