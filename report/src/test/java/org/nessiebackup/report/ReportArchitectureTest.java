package org.nessiebackup.report;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Whoever hands out reports may use this module: it knows reports and JSON, and no way out. */
class ReportArchitectureTest {
  @Test
  void onlyReportsAndJsonAreKnown() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("org.nessiebackup..", "tools.jackson.databind..", "java..")
        .andShould()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackage("org.nessiebackup.cli..")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.nessiebackup.report"));
  }
}
