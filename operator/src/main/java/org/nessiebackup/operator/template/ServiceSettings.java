package org.nessiebackup.operator.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nessiebackup.operator.values.GoText;
import org.nessiebackup.operator.values.JobValues;
import org.nessiebackup.operator.values.ServiceValues;
import org.nessiebackup.operator.values.Values;

/** The settings file of the service: what it does by itself, and when. */
final class ServiceSettings {
  private static final String OFF = "off";

  private final Values values;
  private final String catalog;
  private final List<String> lines = new ArrayList<>();

  private ServiceSettings(Values values) {
    this.values = values;
    this.catalog = "catalogs." + GoText.json(values.database().name());
  }

  /** As text of TOML. */
  static String text(Values values) {
    return new ServiceSettings(values).write();
  }

  private String write() {
    lines.add("[" + catalog + "]");
    if (!values.keys().trusted().isEmpty()) {
      lines.add("trusted-key = " + GoText.json(values.keys().trusted()));
    }
    lines.add("");
    lines.add("[" + catalog + ".serve]");
    schedules();
    journal(values.service().journal());
    replica(values.service().replica());
    text("timezone", values.timeZone());
    given("max-age", values.service().maxAge());
    text("max-verify-age", values.status().maxVerifyAge());
    if (values.service().identity()) {
      text("identity", Folders.IDENTITY + "/identity.txt");
    }
    retention();
    if (!values.service().settings().isEmpty()) {
      lines.add(values.service().settings().strip());
    }
    return String.join("\n", lines) + "\n";
  }

  private void schedules() {
    schedule("full-schedule", values.backup(), true);
    schedule("incremental-schedule", values.incremental(), true);
    schedule("prune-schedule", values.prune(), true);
    // What verifies more than checksums is a Job.
    schedule("verify-schedule", values.verify(), !values.verify().full());
    lines.add("# The CronJob of its own does it, which also notices a dead service.");
    text("check-schedule", OFF);
    text("tip-interval", values.suspend() ? OFF : values.service().tipInterval());
  }

  private void schedule(String name, JobValues.Scheduled section, boolean ofService) {
    boolean kept = section.enabled() && ofService && !values.suspend();
    text(name, kept ? section.schedule() : OFF);
  }

  private void journal(ServiceValues.Journal journal) {
    if (journal.enabled() && !values.suspend()) {
      plain("journal", true);
      text("journal-interval", journal.interval());
      text("max-retained", journal.maxRetained());
      plain("synchronous", journal.synchronous());
      plain("unbounded-wal", journal.unboundedWal());
      given("slot", journal.slot());
      given("publication", journal.publication());
      given("standby-name", journal.standbyName());
      given("journal-proof-schedule", journal.proofSchedule());
    }
  }

  private void replica(ServiceValues.Replica replica) {
    if (replica.enabled()) {
      text("replica-jdbc-url", JdbcUrls.replica(replica));
      text("replica-user", replica.user());
      text("replica-password-file", Folders.REPLICA + "/password");
      given("replica-name", replica.name());
      text("replica-max-retained", replica.maxRetained());
      text("replica-max-lag", replica.maxLag());
    }
  }

  /** What the Job of prune is told by arguments. */
  private void retention() {
    Map<String, Object> options = values.retention().options();
    if (!options.isEmpty()) {
      lines.add("");
      lines.add("[" + catalog + ".prune]");
      options.forEach(
          (name, value) -> {
            if (value instanceof String span) {
              text(name, span);
            } else {
              plain(name, value);
            }
          });
      lines.add("");
    }
  }

  private void given(String name, String value) {
    if (!value.isEmpty()) {
      text(name, value);
    }
  }

  private void text(String name, String value) {
    plain(name, GoText.json(value));
  }

  private void plain(String name, Object value) {
    lines.add(name + " = " + value);
  }
}
