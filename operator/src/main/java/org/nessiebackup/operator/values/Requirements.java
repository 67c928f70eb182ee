package org.nessiebackup.operator.values;

/** What one setting needs of another, which no schema of fields can say. */
final class Requirements {
  private Requirements() {}

  static void check(Values values) {
    require(
        "database.host",
        values.database().host(),
        "say where Nessie's PostgreSQL is, such as nessie-postgres-rw");
    require(
        "database.password.secret",
        values.database().password().secret(),
        "name the Secret with the role's password");
    CopiedNessie nessie = values.drill().nessie();
    if (nessie.given()) {
      require(
          "drill.nessie.jar",
          nessie.jar(),
          "name the jar in the folder that is copied from drill.nessie.image");
    }
    if (values.service().enabled()) {
      checkArguments(values);
      checkLogin(values.service());
      checkReplica(values.service().replica());
    }
  }

  /** The service keeps these schedules by settings, and would not heed arguments. */
  private static void checkArguments(Values values) {
    refuseArguments(values, "backup", values.backup());
    refuseArguments(values, "incremental", values.incremental());
    refuseArguments(values, "prune", values.prune());
    if (!values.verify().full()) {
      refuseArguments(values, "verify", values.verify());
    }
    if (!values.retention().options().isEmpty()
        && SettingsText.hasTable(values.service().settings(), "prune")) {
      throw refusal(
          "service.settings", "what is pruned is said by spec.retention of the NessieVault");
    }
  }

  private static void refuseArguments(Values values, String section, JobValues.Scheduled job) {
    if (job.enabled() && !job.arguments().isEmpty()) {
      throw refusal(
          section + ".arguments",
          "the service has settings in their place: write them in service.settings, below"
              + " [catalogs.%s.%s]".formatted(GoText.json(values.database().name()), section));
    }
  }

  private static void checkLogin(ServiceValues service) {
    if (service.auth() == ServiceValues.Login.OIDC) {
      require("service.oidc.issuer", service.oidc().issuer(), "name the provider");
      require(
          "service.oidc.client",
          service.oidc().client(),
          "say what the provider calls the service");
    }
  }

  private static void checkReplica(ServiceValues.Replica replica) {
    if (replica.enabled()) {
      require("service.replica.host", replica.host(), "say where the replica's server is");
      require(
          "service.replica.password.secret",
          replica.password().secret(),
          "name the Secret with the role's password");
    }
  }

  private static void require(String path, String value, String reason) {
    if (value.isEmpty()) {
      throw refusal(path, reason);
    }
  }

  private static RuntimeException refusal(String path, String reason) {
    return BoundValues.refusal(BoundValues.field(path), reason, /* cause= */ null);
  }
}
