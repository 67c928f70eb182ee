package org.nessiebackup.drill;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;
import org.nessiebackup.testing.LibraryRules;

/** What a drill may know: operations of core and a throw-away server, but no SQL and no prints. */
class DrillArchitectureTest extends LibraryRules {
  private static final String ROOT = "org.nessiebackup";
  private static final String OWN = ROOT + ".drill";

  DrillArchitectureTest() {
    super(OWN);
  }

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
        .check(production);
  }

  @Test
  void onlyTheThrowAwayServerKnowsThatThereIsSql() {
    noClasses()
        .that()
        .doNotHaveSimpleName("ThrowAwayServer")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", ROOT + ".sandbox.Postgres..")
        .check(production);
  }
}
