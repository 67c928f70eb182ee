package org.nessiebackup.cli.serve;

/** How people and programs show to a service who they are. */
enum Auth {
  /** Not at all, on this machine alone. */
  NONE,
  /** By name and password. */
  BASIC,
  /** By OpenID Connect. */
  OIDC,
  /** By a token of the cluster. */
  KUBERNETES
}
