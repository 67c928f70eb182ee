package org.nessiebackup.operator.template;

import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.operator.template.PodRequest.Account;
import org.nessiebackup.operator.template.PodRequest.Additions;
import org.nessiebackup.operator.template.PodRequest.Need;
import org.nessiebackup.operator.template.PodRequest.Role;
import org.nessiebackup.operator.values.ConfigMapKey;
import org.nessiebackup.operator.values.JobValues;
import org.nessiebackup.operator.values.Values;
import org.nessiebackup.operator.values.VerifyFilesValues;

/** What the pod of each kind of Job needs. */
final class PodRequests {
  private final Values values;

  PodRequests(Values values) {
    this.values = values;
  }

  /** The section of the settings that a Job of a component goes by. */
  JobValues section(Component component) {
    return switch (component) {
      case BACKUP -> values.backup();
      case INCREMENTAL -> values.incremental();
      case PRUNE -> values.prune();
      case VERIFY -> values.verify();
      case VERIFY_FILES -> values.verifyFiles();
      case STATUS -> values.status();
      case CHECK -> values.check();
      case DRILL -> values.drill();
      case INIT -> values.init();
      case RESTORE, UNDO -> values.restore();
      case RELEASE -> values.release();
      case SERVICE -> throw new IllegalArgumentException("the service runs in no Job");
    };
  }

  /** The pod of a Job; further arguments of its section stand behind the command. */
  PodRequest request(Component component, List<String> command) {
    return new PodRequest(
        component,
        section(component),
        arguments(component, command),
        account(component),
        needs(component),
        role(component),
        additions(component));
  }

  private List<String> arguments(Component component, List<String> command) {
    List<String> arguments = new ArrayList<>(command);
    // Those of a restore are not known to the command that takes it back.
    if (component != Component.UNDO) {
      arguments.addAll(section(component).arguments());
    }
    return arguments;
  }

  private Account account(Component component) {
    return switch (component) {
      case CHECK -> values.check().kubernetes() ? Account.CHECK : Account.POWERLESS;
      case RESTORE, UNDO -> values.restore().kubernetes() ? Account.RESTORE : Account.POWERLESS;
      case BACKUP,
          INCREMENTAL,
          PRUNE,
          VERIFY,
          VERIFY_FILES,
          SERVICE,
          STATUS,
          DRILL,
          INIT,
          RELEASE ->
          Account.POWERLESS;
    };
  }

  private Set<Need> needs(Component component) {
    return switch (component) {
      case BACKUP, INCREMENTAL, CHECK -> EnumSet.of(Need.DATABASE, Need.HOST_KEY);
      case PRUNE, INIT -> EnumSet.of(Need.HOST_KEY);
      case VERIFY ->
          values.verify().full() ? reading(EnumSet.noneOf(Need.class)) : EnumSet.noneOf(Need.class);
      case VERIFY_FILES -> reading(EnumSet.of(Need.HOST_KEY));
      case STATUS -> EnumSet.of(Need.READ_ONLY);
      case DRILL -> reading(EnumSet.noneOf(Need.class));
      case RESTORE -> reading(EnumSet.of(Need.DATABASE));
      case UNDO, RELEASE -> EnumSet.of(Need.DATABASE, Need.READ_ONLY);
      case SERVICE -> throw new IllegalArgumentException("the service runs in no Job");
    };
  }

  /** Reads what backups hold, for which it takes the identity if they are encrypted. */
  private Set<Need> reading(Set<Need> needs) {
    if (values.keys().encryption()) {
      needs.add(Need.IDENTITY);
    }
    return needs;
  }

  private Role role(Component component) {
    return switch (component) {
      case RESTORE, UNDO, RELEASE -> Role.of(values.restore());
      case BACKUP, INCREMENTAL, PRUNE, VERIFY, VERIFY_FILES, SERVICE, STATUS, CHECK, DRILL, INIT ->
          Role.OF_BACKUPS;
    };
  }

  private Additions additions(Component component) {
    return switch (component) {
      case DRILL -> Additions.of(values.drill().nessie());
      case VERIFY_FILES -> buckets(values.verifyFiles());
      case BACKUP,
          INCREMENTAL,
          PRUNE,
          VERIFY,
          SERVICE,
          STATUS,
          CHECK,
          INIT,
          RESTORE,
          UNDO,
          RELEASE ->
          Additions.NONE;
    };
  }

  /** How the buckets of the tables are reached. */
  private static Additions buckets(VerifyFilesValues section) {
    ConfigMapKey properties = section.nessieProperties();
    if (!properties.given()) {
      return new Additions(Optional.empty(), section.credentials(), List.of(), List.of());
    }
    String name = "nessie-properties";
    return new Additions(
        Optional.empty(),
        section.credentials(),
        List.of(PodVolumes.readOnly(name, Folders.NESSIE_PROPERTIES)),
        List.of(
            new VolumeBuilder()
                .withName(name)
                .withNewConfigMap()
                .withName(properties.configMap())
                .addNewItem()
                .withKey(properties.key())
                .withPath("application.properties")
                .endItem()
                .endConfigMap()
                .build()));
  }
}
