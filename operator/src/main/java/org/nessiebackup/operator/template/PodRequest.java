package org.nessiebackup.operator.template;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.operator.values.ContainerValues;
import org.nessiebackup.operator.values.CopiedNessie;
import org.nessiebackup.operator.values.JobValues;
import org.nessiebackup.operator.values.SecretKey;
import org.nessiebackup.operator.values.SecretVariables;

/**
 * A pod that runs one command.
 *
 * @param component what it is for
 * @param section the settings of its kind
 * @param arguments the command and all that it is told
 * @param account the rights that it has in the API
 * @param needs what it reaches
 * @param role of the database, if it is another one than that of backups
 * @param additions what only its kind has
 */
record PodRequest(
    Component component,
    ContainerValues section,
    List<String> arguments,
    Account account,
    Set<Need> needs,
    Role role,
    Additions additions) {
  PodRequest {
    arguments = List.copyOf(arguments);
    needs = Set.copyOf(needs);
  }

  boolean needs(Need need) {
    return needs.contains(need);
  }

  /** What a pod reaches, or how it behaves. */
  enum Need {
    /** Reaches the database. */
    DATABASE,
    /** Signs. */
    HOST_KEY,
    /** Decrypts. */
    IDENTITY,
    /** Changes nothing in the vault. */
    READ_ONLY,
    /** Is started again whenever it ends. */
    RESTART
  }

  /** The service accounts, by what they may in the API. */
  enum Account {
    /** Nothing: no token is mounted. */
    POWERLESS(""),
    /** What check looks at. */
    CHECK("-check"),
    /** Stops and starts Nessie. */
    RESTORE("-restore"),
    /** Asks whose a token is. */
    SERVICE("-service");

    private final String suffix;

    Account(String suffix) {
      this.suffix = suffix;
    }

    String suffix() {
      return suffix;
    }

    boolean hasToken() {
      return this != POWERLESS;
    }
  }

  /**
   * A role of the database.
   *
   * @param user empty: that of backups
   * @param password empty: that of backups
   */
  record Role(String user, Optional<SecretKey> password) {
    static final Role OF_BACKUPS = new Role("", Optional.empty());

    static Role of(JobValues.Restore restore) {
      return new Role(restore.user(), Optional.of(restore.password()).filter(SecretKey::given));
    }
  }

  /**
   * What only some kinds have.
   *
   * @param nessie that is started in the pod
   * @param variables from a Secret
   * @param mounts where the volumes are
   * @param volumes besides those of all pods
   */
  record Additions(
      Optional<CopiedNessie> nessie,
      SecretVariables variables,
      List<VolumeMount> mounts,
      List<Volume> volumes) {
    static final Additions NONE =
        new Additions(Optional.empty(), SecretVariables.NONE, List.of(), List.of());

    Additions {
      mounts = List.copyOf(mounts);
      volumes = List.copyOf(volumes);
    }

    static Additions of(CopiedNessie nessie) {
      return new Additions(
          Optional.of(nessie).filter(CopiedNessie::given),
          SecretVariables.NONE,
          List.of(),
          List.of());
    }
  }
}
