package org.nessiebackup.report;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import org.junit.jupiter.api.Test;
import org.nessiebackup.testing.LibraryRules;

/** Whoever hands out reports may use this module: it knows reports and JSON, and no way out. */
class ReportArchitectureTest extends LibraryRules {
  ReportArchitectureTest() {
    super("org.nessiebackup.report");
  }

  @Test
  void onlyReportsAndJsonAreKnown() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("org.nessiebackup..", "tools.jackson.databind..", "java..")
        .andShould()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackage("org.nessiebackup.cli..")
        .check(production);
  }
}
