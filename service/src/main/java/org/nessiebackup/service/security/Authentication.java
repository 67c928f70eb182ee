package org.nessiebackup.service.security;

/** How somebody shows who he is. */
public sealed interface Authentication
    permits NoAuthentication, PasswordAuthentication, OidcAuthentication, KubernetesAuthentication {
  /** Whom a request comes from. */
  Identification identify(Attempt attempt);

  /** What a client is told to show, as {@code WWW-Authenticate} says it; empty for nothing. */
  String challenge();
}
