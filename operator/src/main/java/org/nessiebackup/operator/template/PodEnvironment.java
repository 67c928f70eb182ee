package org.nessiebackup.operator.template;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.operator.template.PodRequest.Need;
import org.nessiebackup.operator.values.MonitoringValues;
import org.nessiebackup.operator.values.SecretKey;
import org.nessiebackup.operator.values.SecretVariables;
import org.nessiebackup.operator.values.Values;

/** What a pod is told beyond the common settings: files with secrets, addresses that are. */
final class PodEnvironment {
  private final Installation installation;
  private final Values values;

  PodEnvironment(Installation installation, Values values) {
    this.installation = installation;
    this.values = values;
  }

  List<EnvVar> variables(PodRequest request) {
    List<EnvVar> variables = new ArrayList<>();
    if (request.needs(Need.DATABASE)) {
      variables.add(plain("PASSWORD_FILE", Folders.DATABASE + "/password"));
    }
    if (!request.role().user().isEmpty()) {
      variables.add(plain("USER", request.role().user()));
    }
    variables.addAll(ofComponent(request.component()));
    if (request.needs(Need.HOST_KEY)) {
      variables.add(plain("HOST_KEY", Folders.HOST_KEY + "/host-key.pem"));
    }
    if (request.needs(Need.IDENTITY)) {
      variables.add(plain("IDENTITY", Folders.IDENTITY + "/identity.txt"));
    }
    variables.addAll(secrets(values.vault().credentials()));
    variables.addAll(secrets(request.additions().variables()));
    SecretKey receiver = values.monitoring().receiver();
    if (receiver.given()) {
      variables.add(secret("NESSIE_BACKUP_NOTIFY", receiver));
    }
    MonitoringValues.Heartbeat heartbeat = values.monitoring().heartbeat();
    if (heartbeat.of(request.component().label())) {
      variables.add(
          secret("NESSIE_BACKUP_HEARTBEAT", new SecretKey(heartbeat.secret(), heartbeat.key())));
    }
    return variables;
  }

  private List<EnvVar> ofComponent(Component component) {
    return switch (component) {
      case BACKUP, INCREMENTAL ->
          // By these a backup knows whether its schedule has started it, or a person.
          List.of(
              plain("CRON_JOB", installation.name() + component.suffix()),
              label("JOB", "batch.kubernetes.io/job-name"));
      case VERIFY_FILES ->
          // All pods of the Job belong to one check, and those of another Job of the same name to
          // another.
          List.of(label("VERIFY__RUN", "batch.kubernetes.io/controller-uid"));
      case PRUNE, VERIFY, SERVICE, STATUS, CHECK, DRILL, INIT, RESTORE, UNDO, RELEASE -> List.of();
    };
  }

  private static EnvVar plain(String name, String value) {
    return new EnvVarBuilder().withName("NESSIE_BACKUP_" + name).withValue(value).build();
  }

  private static EnvVar label(String name, String label) {
    return new EnvVarBuilder()
        .withName("NESSIE_BACKUP_" + name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath("metadata.labels['%s']".formatted(label))
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  private static List<EnvVar> secrets(SecretVariables variables) {
    return variables.given()
        ? variables.keys().stream()
            .map(key -> secret(key, new SecretKey(variables.secret(), key)))
            .toList()
        : List.of();
  }

  private static EnvVar secret(String name, SecretKey secret) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewSecretKeyRef()
        .withName(secret.secret())
        .withKey(secret.key())
        .endSecretKeyRef()
        .endValueFrom()
        .build();
  }
}
