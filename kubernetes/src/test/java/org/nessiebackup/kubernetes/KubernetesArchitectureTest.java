package org.nessiebackup.kubernetes;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.testing.LibraryRules;

/**
 * The parts know the shared words of core, JSON and the parts below them; the client library is
 * known where the connection is. The operations put the parts together with those of core, and know
 * nothing of each other.
 */
class KubernetesArchitectureTest extends LibraryRules {
  private static final String ROOT = "org.nessiebackup";
  private static final String OWN = ROOT + ".kubernetes";
  private static final String CLIENT = "io.fabric8..";

  private static final List<String> PARTS =
      List.of(OWN + ".cluster", OWN + ".workload", OWN + ".lease", OWN + ".api");

  KubernetesArchitectureTest() {
    super(OWN);
  }

  @Override
  protected Set<String> formats() {
    return Set.of(OWN + ".workload.Checkpoint");
  }

  @Test
  void partsKnowTheSharedWordsOfCoreAndThePartsBelow() {
    part("cluster", CLIENT, ROOT + ".store");
    part("workload", OWN + ".cluster");
    part("lease", OWN + ".cluster", OWN + ".workload");
    part("job", OWN + ".cluster");
    part("request", OWN + ".cluster", OWN + ".job");
    part("api", OWN + ".cluster", OWN + ".workload", ROOT + ".nessieapi");
  }

  @Test
  void whatIsExchangedIsNotKnownWhereItIsExchanged() {
    operation("exchange", "postgres", "tables", "swap", "nessie", "nessieapi", "references");
  }

  @Test
  void operationsKnowTheirOwnOperationsOfCoreAndNotEachOther() {
    operation(
        "restore",
        "kubernetes.exchange",
        "postgres",
        "tables",
        "swap",
        "nessie",
        "vault..",
        "restore",
        "undo",
        "manifest");
    operation(
        "undo", "kubernetes.exchange", "postgres", "tables", "swap", "nessie", "vault..", "undo");
    operation(
        "reset",
        "kubernetes.exchange",
        "postgres",
        "tables",
        "swap",
        "nessie",
        "vault..",
        "reset",
        "undo");
    operation("promotion", "kubernetes.exchange", "manifest", "tables", "replica");
  }

  /** It looks at some fields of many kinds of objects, so it takes them as JSON. */
  @Test
  void checkKnowsItsOwnOperationOfCoreAndReadsJson() {
    classes()
        .that()
        .resideInAPackage(OWN + ".check")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT,
            OWN + ".cluster",
            OWN + ".workload",
            OWN + ".lease",
            OWN + ".api",
            OWN + ".check",
            ROOT + ".nessieapi",
            ROOT + ".check",
            ROOT + ".retry",
            ROOT + ".postgres",
            ROOT + ".tables",
            ROOT + ".swap",
            ROOT + ".store",
            ROOT + ".vault..",
            "java..",
            "tools.jackson..")
        .check(production);
  }

  private void part(String name, String... below) {
    rule(
        name, Stream.concat(Stream.of(ROOT, ROOT + ".retry", "tools.jackson.."), Stream.of(below)));
  }

  private void operation(String name, String... others) {
    rule(
        name,
        Stream.concat(
            Stream.concat(Stream.of(ROOT, ROOT + ".retry"), PARTS.stream()),
            Stream.of(others).map(other -> ROOT + "." + other)));
  }

  private void rule(String name, Stream<String> others) {
    classes()
        .that()
        .resideInAPackage(OWN + "." + name)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(Stream.of(OWN + "." + name, "java.."), others).toArray(String[]::new))
        .check(production);
  }

  @Test
  void clientLibraryIsUsedByTheClusterOnly() {
    soleOwner(OWN + ".cluster", CLIENT);
  }

  @Test
  void clientLibraryDoesNotShowInWhatOthersCall() {
    noClasses()
        .that()
        .resideInAPackage(OWN + ".cluster")
        .and()
        .arePublic()
        .should(new NoPublicMembersOf("io.fabric8"))
        .check(production);
  }
}
