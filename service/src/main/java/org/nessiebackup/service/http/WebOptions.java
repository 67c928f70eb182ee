package org.nessiebackup.service.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * How a server is reached.
 *
 * @param listen where it listens
 * @param names what it is called by those who ask, without a port; empty for any name, unless it
 *     listens for this machine only
 * @param certificate what TLS is spoken with; empty for none
 * @param patience how long somebody may take to say what he wants
 */
public record WebOptions(
    InetSocketAddress listen,
    Set<String> names,
    Optional<CertificateFiles> certificate,
    Duration patience) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Copies the names. */
  public WebOptions {
    names = Set.copyOf(names);
  }

  /** With the usual patience. */
  public WebOptions(
      InetSocketAddress listen, Set<String> names, Optional<CertificateFiles> certificate) {
    this(listen, names, certificate, PATIENCE);
  }

  /** Without TLS, and without names. */
  public static WebOptions of(InetSocketAddress listen) {
    return new WebOptions(listen, Set.of(), Optional.empty());
  }

  /** Whether nobody reaches it but who is on this machine. */
  boolean isLocal() {
    try {
      return Arrays.stream(InetAddress.getAllByName(listen.getHostString()))
          .allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
