package org.nessiebackup.operator.values;

import java.util.Objects;

/**
 * Where the backups are.
 *
 * @param uri of a bucket; empty: a folder on the claim
 * @param claim the claim
 * @param credentials of the bucket
 */
public record VaultValues(String uri, Claim claim, SecretVariables credentials) {
  /** Nothing is null. */
  public VaultValues {
    Objects.requireNonNull(uri);
    Objects.requireNonNull(claim);
    Objects.requireNonNull(credentials);
  }

  /** Whether the backups are on a claim. */
  public boolean onClaim() {
    return uri.isEmpty();
  }

  /** As the program is told. */
  public String address() {
    return onClaim() ? claim.mountPath() + "/" + claim.folder() : uri;
  }

  /**
   * A claim.
   *
   * @param create false: it is there already
   * @param name empty: as all objects
   * @param size of one that is made
   * @param storageClass empty: the cluster's default
   * @param accessMode how many pods and nodes may have it
   * @param mountPath where it is in a pod
   * @param folder of the vault, in it
   */
  public record Claim(
      boolean create,
      String name,
      String size,
      String storageClass,
      String accessMode,
      String mountPath,
      String folder) {
    /** Nothing is null. */
    public Claim {
      Objects.requireNonNull(name);
      Objects.requireNonNull(accessMode);
    }

    public boolean ofOneNode() {
      return accessMode.equals("ReadWriteOnce");
    }

    public boolean ofOnePod() {
      return accessMode.equals("ReadWriteOncePod");
    }
  }
}
