package org.nessiebackup.store.s3;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The module knows the store's contract and the vendor's library, and nothing else. */
class S3ArchitectureTest {
  private static final String ROOT = "org.nessiebackup";
  private static final String OWN = ROOT + ".store.s3";

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void onlyTheContractAndTheSharedWordsOfCoreAreUsed() {
    classes()
        .that()
        .resideInAPackage(OWN)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT,
            ROOT + ".retry",
            ROOT + ".store",
            ROOT + ".store.bucket",
            OWN,
            "java..",
            "javax.net.ssl..",
            "javax.xml.stream..",
            "software.amazon.awssdk..")
        .check(PRODUCTION);
  }

  @Test
  void libraryOfTheVendorIsUsedHereOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(OWN)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon.awssdk..")
        .check(PRODUCTION);
  }

  @Test
  void nothingIsPrintedNoClockIsReadAndNothingIsMadeToBeInheritedFrom() {
    noClasses()
        .that()
        .resideInAPackage(OWN)
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
        .resideInAPackage(OWN)
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
