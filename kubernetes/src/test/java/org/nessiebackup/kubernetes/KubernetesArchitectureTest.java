package org.nessiebackup.kubernetes;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The parts know the shared words of core, the client library and JSON, and nothing else. The
 * operations put them together with those of core, and know nothing of each other.
 */
class KubernetesArchitectureTest {
  private static final String ROOT = "org.nessiebackup";
  private static final String OWN = ROOT + ".kubernetes";
  private static final String CLIENT = "io.fabric8..";

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void onlyTheSharedWordsOfCoreAreUsed() {
    classes()
        .that()
        .resideInAPackage(OWN)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT, OWN, ROOT + ".store", "java..", CLIENT, "tools.jackson..")
        .check(PRODUCTION);
  }

  @Test
  void whatIsExchangedIsNotKnownWhereItIsExchanged() {
    operation("exchange", "postgres", "nessie", "references");
  }

  @Test
  void operationsKnowTheirOwnOperationsOfCoreAndNotEachOther() {
    operation(
        "restore",
        "kubernetes.exchange",
        "postgres",
        "nessie",
        "vault",
        "restore",
        "undo",
        "manifest");
    operation("undo", "kubernetes.exchange", "postgres", "nessie", "undo");
    operation("reset", "kubernetes.exchange", "postgres", "nessie", "reset", "undo");
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
            OWN,
            OWN + ".check",
            ROOT + ".check",
            ROOT + ".postgres",
            ROOT + ".store",
            ROOT + ".vault",
            "java..",
            "tools.jackson..")
        .check(PRODUCTION);
  }

  private static void operation(String name, String... others) {
    classes()
        .that()
        .resideInAPackage(OWN + "." + name)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(
                    Stream.of(ROOT, OWN, OWN + "." + name, "java.."),
                    Stream.of(others).map(other -> ROOT + "." + other))
                .toArray(String[]::new))
        .allowEmptyShould(true)
        .check(PRODUCTION);
  }

  @Test
  void clientLibraryIsUsedHereOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(OWN)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(CLIENT)
        .check(PRODUCTION);
  }

  @Test
  void clientLibraryDoesNotShowInWhatOthersCall() {
    noClasses()
        .that()
        .resideInAPackage(OWN)
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
