package org.nessiebackup.kubernetes;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The parts know the shared words of core, JSON and the parts below them; the client library is
 * known where the connection is. The operations put the parts together with those of core, and know
 * nothing of each other.
 */
class KubernetesArchitectureTest {
  private static final String ROOT = "org.nessiebackup";
  private static final String OWN = ROOT + ".kubernetes";
  private static final String CLIENT = "io.fabric8..";

  private static final List<String> PARTS =
      List.of(OWN + ".cluster", OWN + ".workload", OWN + ".lease", OWN + ".api");

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void partsKnowTheSharedWordsOfCoreAndThePartsBelow() {
    part("cluster", CLIENT, ROOT + ".store");
    part("workload", OWN + ".cluster");
    part("lease", OWN + ".cluster", OWN + ".workload");
    part("api", OWN + ".cluster", OWN + ".workload", ROOT + ".nessieapi");
  }

  @Test
  void whatIsExchangedIsNotKnownWhereItIsExchanged() {
    operation(
        "exchange",
        "postgres",
        "tables",
        "properties",
        "swap",
        "nessie",
        "nessieapi",
        "references");
  }

  @Test
  void operationsKnowTheirOwnOperationsOfCoreAndNotEachOther() {
    operation(
        "restore",
        "kubernetes.exchange",
        "postgres",
        "tables",
        "properties",
        "swap",
        "nessie",
        "vault..",
        "restore",
        "undo",
        "manifest");
    operation(
        "undo",
        "kubernetes.exchange",
        "postgres",
        "tables",
        "properties",
        "swap",
        "nessie",
        "undo");
    operation(
        "reset",
        "kubernetes.exchange",
        "postgres",
        "tables",
        "properties",
        "swap",
        "nessie",
        "reset",
        "undo");
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
        .check(PRODUCTION);
  }

  private static void part(String name, String... below) {
    rule(
        name, Stream.concat(Stream.of(ROOT, ROOT + ".retry", "tools.jackson.."), Stream.of(below)));
  }

  private static void operation(String name, String... others) {
    rule(
        name,
        Stream.concat(
            Stream.concat(Stream.of(ROOT, ROOT + ".retry"), PARTS.stream()),
            Stream.of(others).map(other -> ROOT + "." + other)));
  }

  private static void rule(String name, Stream<String> others) {
    classes()
        .that()
        .resideInAPackage(OWN + "." + name)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(Stream.of(OWN + "." + name, "java.."), others).toArray(String[]::new))
        .check(PRODUCTION);
  }

  @Test
  void clientLibraryIsUsedByTheClusterOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(OWN + ".cluster")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(CLIENT)
        .check(PRODUCTION);
  }

  @Test
  void clientLibraryDoesNotShowInWhatOthersCall() {
    noClasses()
        .that()
        .resideInAPackage(OWN + ".cluster")
        .and()
        .arePublic()
        .should(new NoPublicMembersOf("io.fabric8"))
        .check(PRODUCTION);
  }

  @Test
  void nothingIsPrintedNoClockIsReadAndNothingIsMadeToBeInheritedFrom() {
    noClasses()
        .that()
        .resideInAPackage(OWN + "..")
        .should()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(PRODUCTION);
    classes()
        .that()
        .resideInAPackage(OWN + "..")
        .and()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .haveNameNotMatching(".*\\$[0-9]+")
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(PRODUCTION);
  }
}
