package org.nessiebackup.operator.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/** What a catalog and its vault say is laid over what the chart has, and checked. */
class ValuesTest {
  @Test
  void whatIsNotSaidIsAsTheChartHasIt() {
    Values values = Specs.values("{database: {cnpgCluster: pg}}", "{}");

    assertThat(values.backup().schedule()).isEqualTo("0 2 * * *");
    assertThat(values.vault().address()).isEqualTo("/backup/nessie");
    assertThat(values.service().enabled()).isFalse();
    assertThat(values.retention().arguments()).isEmpty();
  }

  @Test
  void fieldsThatAreNoSettingsAreLeftOut() {
    Values values =
        Specs.values(
            "{vaultRef: {name: v}, serviceAccount: sa, database: {cnpgCluster: pg}}", "{}");

    assertThat(values.database().host()).isEqualTo("pg-rw");
  }

  @Test
  void clusterOfCloudNativePgNamesHostAndSecrets() {
    DatabaseValues database = Specs.values("{database: {cnpgCluster: pg}}", "{}").database();

    assertThat(database.host()).isEqualTo("pg-rw");
    assertThat(database.password()).isEqualTo(new SecretKey("pg-app", "password"));
    assertThat(database.authority()).isEqualTo(new SecretKey("pg-ca", "ca.crt"));
  }

  @Test
  void whatIsGivenBesideTheClusterStays() {
    DatabaseValues database =
        Specs.values(
                """
                database:
                  cnpgCluster: pg
                  host: pg-pooler
                  password: {secret: reader, key: pass}
                """,
                "{}")
            .database();

    assertThat(database.host()).isEqualTo("pg-pooler");
    assertThat(database.password()).isEqualTo(new SecretKey("reader", "pass"));
    assertThat(database.authority().secret()).isEqualTo("pg-ca");
  }

  @Test
  void objectsAreMergedListsAreReplacedAndNullTakesAway() {
    Values values =
        Specs.values(
            """
            database: {cnpgCluster: pg}
            pod: {securityContext: {runAsUser: 7, fsGroup: null}}
            """,
            "{credentials: {secret: bucket, keys: [A]}}");

    assertThat(values.pod().securityContext().getRunAsUser()).isEqualTo(7);
    assertThat(values.pod().securityContext().getRunAsGroup()).isEqualTo(10001);
    assertThat(values.pod().securityContext().getFsGroup()).isNull();
    assertThat(values.vault().credentials().keys()).containsExactly("A");
  }

  @Test
  void specsAreNotChanged() {
    var catalog = Specs.tree("{database: {cnpgCluster: pg}, vaultRef: {name: v}}");
    var before = catalog.deepCopy();

    Values.of(catalog, Specs.tree("{}"));

    assertThat(catalog).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{bakcup: {}} | {} | spec.bakcup of NessieCatalog: no such field is known",
        "{backup: {schedul: a}} | {} | spec.backup.schedul of NessieCatalog: no such field",
        "{backup: {deadline: soon}} | {} | spec.backup.deadline of NessieCatalog: it has to be a",
        "{backup: {deadline: 5}} | {} | spec.backup.deadline of NessieCatalog: 5 is less than 60",
        "{backup: {enabled: 'yes'}} | {} | spec.backup.enabled of NessieCatalog: it has to be",
        "{backup: {arguments: x}} | {} | spec.backup.arguments of NessieCatalog: it has to be a"
            + " list",
        "{backup: {arguments: [1]}} | {} | spec.backup.arguments[0] of NessieCatalog: \"1\" is not"
            + " a",
        "{backup: nightly} | {} | spec.backup of NessieCatalog: it has to be an object with",
        "{timeZone: null} | {} | spec.timeZone of NessieCatalog: it is missing",
        "{service: {auth: all}} | {} | spec.service.auth of NessieCatalog: \"all\" is not one of",
        "{service: {replicas: 3}} | {} | spec.service.replicas of NessieCatalog: 3 is not between",
        "{database: {port: 0}} | {} | spec.database.port of NessieCatalog: 0 is not between 1",
        "{database: {parameters: {a: []}}} | {} | spec.database.parameters.a of NessieCatalog: it"
            + " is",
        "{service: {ingress: {}}} | {} | spec.service.ingress of NessieCatalog: no such field",
        "{restore: {backup: latest}} | {} | spec.restore.backup of NessieCatalog: no such field",
        "{rbac: {}} | {} | spec.rbac of NessieCatalog: no such field is known",
        "{keys: {}} | {} | spec.keys of NessieCatalog: the NessieVault says it",
        "{vault: {}} | {} | spec.vault of NessieCatalog: the NessieVault says it",
        "{} | {claim: {size: []}} | spec.claim.size of NessieVault: it has to be a text",
        "{} | {clam: {}} | spec.clam of NessieVault: no such field is known",
        "{} | {keys: {trusted: x}} | spec.keys.trusted of NessieVault: it has to be a list",
        "{} | {retention: {keepDaily: -1}} | spec.retention.keepDaily of NessieVault: -1 is less",
        "{} | {retention: {keepLast: 1}} | spec.retention.keepLast of NessieVault: no such field"
      })
  void nonsenseIsRefusedWithThePathOfTheField(String catalog, String vault, String message) {
    assertThatThrownBy(() -> Specs.values(catalog, vault))
        .isInstanceOf(BackupException.class)
        .hasMessageStartingWith(message)
        .extracting(each -> ((BackupException) each).failure())
        .isEqualTo(Failure.USAGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | registry.example:5000/backup:0.2.0@sha256:00",
        "{tag: '1.7'} | registry.example:5000/backup:1.7",
        "{repository: mine/backup} | mine/backup:0.2.0",
        "{repository: mine/backup, digest: 'sha256:11'} | mine/backup:0.2.0@sha256:11"
      })
  void imageIsThatOfTheOperatorWhereNoOtherIsNamed(String image, String reference) {
    Values values = Specs.values("{database: {cnpgCluster: pg}, image: %s}".formatted(image), "{}");

    assertThat(values.image().reference("registry.example:5000/backup:0.2.0@sha256:00", "0.2.0"))
        .isEqualTo(reference);
  }
}
