package org.nessiebackup.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nessiebackup.testing.ArchitectureRules;

/** The packages of the service, and which may know which. */
class ServiceArchitectureTest extends ArchitectureRules {
  private static final String ROOT = "org.nessiebackup.service";

  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          entry("event", Set.of()),
          entry("timeline", Set.of()),
          entry("security", Set.of()),
          entry("run", Set.of("event")),
          entry("fleet", Set.of("event", "run")),
          entry("schedule", Set.of("event", "run", "fleet")),
          entry("endpoint", Set.of("event", "security")),
          entry("api", Set.of("endpoint", "event", "run", "fleet", "schedule", "security")),
          entry("recovery", Set.of("event", "run", "fleet")),
          entry(
              "page",
              Set.of("endpoint", "event", "run", "fleet", "schedule", "timeline", "security")),
          entry("page.recovery", Set.of("endpoint", "run", "recovery", "security", "page")),
          entry("http", Set.of("endpoint", "event", "security")),
          entry(
              "",
              Set.of(
                  "endpoint",
                  "event",
                  "run",
                  "fleet",
                  "schedule",
                  "recovery",
                  "security",
                  "api",
                  "page",
                  "page.recovery",
                  "http")));

  private static final Map<String, String> OWNERS =
      Map.of(
          "io.javalin..", "http",
          "org.eclipse.jetty..", "http",
          "com.nimbusds..", "security");

  ServiceArchitectureTest() {
    super(ROOT);
  }

  @Test
  void packagesImportOnlyWhatTheTableAllows() {
    checkImports(MAY_IMPORT);
  }

  @Test
  void eachTechnologyHasOneOwner() {
    OWNERS.forEach(
        (technology, owner) ->
            noClasses()
                .that()
                .resideOutsideOfPackage(qualified(owner))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(technology)
                .check(production));
  }

  @Test
  void theServiceKnowsNoCommandLine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nessiebackup.cli..", "picocli..")
        .check(production);
  }
}
