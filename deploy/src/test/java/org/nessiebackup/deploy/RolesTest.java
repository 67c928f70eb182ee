package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of job may do its work, and nothing else. */
class RolesTest {
  private static final List<Manifest> MANIFESTS = Chart.render();
  private static final GrantedRules BACKUP = GrantedRules.of("nessie-backup", MANIFESTS);
  private static final GrantedRules CHECK = GrantedRules.of("nessie-backup-check", MANIFESTS);
  private static final GrantedRules RESTORE = GrantedRules.of("nessie-backup-restore", MANIFESTS);

  @Test
  void aBackupMayDoNothingInTheApi() {
    assertThat(BACKUP.rules()).isEmpty();
  }

  @Test
  void nothingIsAllowedInGeneral() {
    assertThat(CHECK.haveWildcards()).isFalse();
    assertThat(RESTORE.haveWildcards()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "get,    apps/deployments, nessie",
    "patch,  apps/deployments, nessie",
    "get,    apps/deployments/scale, nessie",
    "update, apps/deployments/scale, nessie",
    "patch,  apps/statefulsets, nessie",
    "update, apps/statefulsets/scale, nessie",
    "list,   /pods, ''",
    "get,    /pods/log, nessie-1",
    "list,   /services, ''",
    "list,   autoscaling/horizontalpodautoscalers, ''",
    "list,   policy/poddisruptionbudgets, ''",
    "list,   batch/cronjobs, ''",
    "get,    batch/cronjobs, nessie-gc",
    "patch,  batch/cronjobs, nessie-gc",
    "list,   batch/jobs, ''",
    "create, /events, ''",
    "create, coordination.k8s.io/leases, ''",
    "get,    coordination.k8s.io/leases, nessie-backup-deployment-nessie",
    "update, coordination.k8s.io/leases, nessie-backup-deployment-nessie",
    "update, coordination.k8s.io/leases, nessie-backup-statefulset-nessie"
  })
  void aRestoreMayStopAndStartNessie(String verb, String resource, String name) {
    assertThat(RESTORE.allow(verb, resource, name)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "patch,  apps/deployments, other",
    "update, apps/deployments/scale, other",
    "delete, apps/deployments, nessie",
    "create, apps/deployments, ''",
    "delete, /pods, nessie-1",
    "create, /pods/exec, nessie-1",
    "get,    /pods/proxy, nessie-1",
    "list,   apps/deployments, ''",
    "get,    /secrets, nessie-postgres-app",
    "list,   /secrets, ''",
    "create, batch/jobs, ''",
    "delete, batch/cronjobs, nessie-gc",
    "update, coordination.k8s.io/leases, other"
  })
  void aRestoreMayDoNothingElse(String verb, String resource, String name) {
    assertThat(RESTORE.allow(verb, resource, name)).isFalse();
  }

  @Test
  void aCheckMayOnlyLook() {
    assertThat(CHECK.rules().stream().flatMap(rule -> rule.get("verbs").valueStream()))
        .extracting(verb -> verb.asString())
        .isNotEmpty()
        .isSubsetOf("get", "list");
    assertThat(CHECK.allow("get", "/secrets", "nessie-postgres-app")).isTrue();
    assertThat(CHECK.allow("get", "/secrets", "nessie-backup-identity")).isFalse();
    assertThat(CHECK.allow("get", "/persistentvolumeclaims", "nessie-backup-pvc")).isTrue();
    assertThat(CHECK.allow("get", "storage.k8s.io/storageclasses", "ceph-block")).isTrue();
    assertThat(CHECK.allow("get", "/pods/log", "nessie-backup-1")).isTrue();
    assertThat(CHECK.allow("get", "/configmaps", "nessie")).isTrue();
    assertThat(CHECK.allow("get", "/serviceaccounts", "nessie-backup")).isTrue();
    assertThat(CHECK.allow("get", "batch/cronjobs", "nessie-backup")).isTrue();
    assertThat(CHECK.allow("get", "batch/cronjobs", "nessie-gc")).isFalse();
    assertThat(CHECK.allow("get", "coordination.k8s.io/leases", "nessie-backup-deployment-nessie"))
        .isTrue();
  }

  @Test
  void aCheckThatRunsABackupMayMakeAJob() {
    GrantedRules rules =
        GrantedRules.of("nessie-backup-check", Chart.render(Map.of("check.runBackup", "true")));

    assertThat(rules.allow("create", "batch/jobs", "")).isTrue();
    assertThat(rules.allow("delete", "batch/jobs", "nessie-backup-1")).isTrue();
    assertThat(rules.allow("patch", "batch/cronjobs", "nessie-backup")).isFalse();
  }

  @Test
  void whoUsesNoApiHasNoRoleAtAll() {
    Stream<String> kinds =
        Chart.render(Map.of("check.kubernetes", "false", "restore.kubernetes", "false")).stream()
            .map(Manifest::kind);

    assertThat(kinds).isNotEmpty().noneMatch(kind -> kind.contains("Role"));
  }

  @Test
  void cronJobsThatAreNamedAreTheOnlyOnesARestoreMaySuspend() {
    GrantedRules rules =
        GrantedRules.of(
            "nessie-backup-restore", Chart.render(Map.of("nessie.cronJobs[0]", "nessie-gc")));

    assertThat(rules.allow("patch", "batch/cronjobs", "nessie-gc")).isTrue();
    assertThat(rules.allow("patch", "batch/cronjobs", "other")).isFalse();
  }
}
