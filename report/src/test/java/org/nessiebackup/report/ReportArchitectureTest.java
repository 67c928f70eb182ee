package org.nessiebackup.report;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;
import org.nessiebackup.testing.LibraryRules;

/**
 * Whoever hands out reports may use this module: it knows reports, JSON and templates of pages, and
 * no way out.
 */
class ReportArchitectureTest extends LibraryRules {
  private static final String ROOT = "org.nessiebackup.report";

  ReportArchitectureTest() {
    super(ROOT);
  }

  @Test
  void onlyReportsJsonAndTemplatesAreKnown() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "org.nessiebackup..", "tools.jackson.databind..", "com.samskivert.mustache..", "java..")
        .andShould()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackage("org.nessiebackup.cli..")
        .check(production);
  }

  @Test
  void jsonPagesAndTextAreStrangersButForTheFilterOfText() {
    noClasses()
        .that()
        .resideInAPackage(ROOT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".page", ROOT + ".text")
        .check(production);
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".page", ROOT + ".text")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(production);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".page")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.samskivert..")
        .check(production);
  }
}
