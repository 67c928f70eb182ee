package org.nessiebackup.drill;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a drill may know: operations of core and a throw-away server, but no SQL and no prints. */
class DrillArchitectureTest {
  private static final String ROOT = "org.nessiebackup";
  private static final String OWN = ROOT + ".drill";

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(OWN);

  @Test
  void drillPutsTogetherWhatOthersCanDo() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT,
            OWN,
            ROOT + ".catalog",
            ROOT + ".files",
            ROOT + ".integrity",
            ROOT + ".manifest",
            ROOT + ".nessie",
            ROOT + ".nessieapi",
            ROOT + ".postgres",
            ROOT + ".tables",
            ROOT + ".swap",
            ROOT + ".references",
            ROOT + ".restore",
            ROOT + ".retry",
            ROOT + ".sandbox",
            ROOT + ".store",
            ROOT + ".vault..",
            "java..",
            "tools.jackson..")
        .check(PRODUCTION);
  }

  @Test
  void onlyTheThrowAwayServerKnowsThatThereIsSql() {
    noClasses()
        .that()
        .doNotHaveSimpleName("ThrowAwayServer")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", ROOT + ".sandbox.Postgres..")
        .check(PRODUCTION);
  }

  @Test
  void nothingIsPrintedNoClockIsReadAndNothingIsMadeToBeInheritedFrom() {
    noClasses()
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
