package org.nessiebackup.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The packages of the command line, and which may know which. */
class CliArchitectureTest {
  private static final String ROOT = "org.nessiebackup.cli";

  /** What each package may import of the others; the root starts them all. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.of(
          "delivery", Set.of(),
          "metrics", Set.of("delivery"),
          "output", Set.of("metrics"),
          "monitoring", Set.of("output", "metrics", "delivery"),
          "option", Set.of("output", "monitoring", "delivery"),
          "demo", Set.of("output"),
          "command", Set.of("option", "output", "demo"),
          "", Set.of("command", "option", "output", "monitoring"));

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void packagesImportOnlyWhatTheTableAllows() {
    Set<String> packages =
        PRODUCTION.stream()
            .map(CliArchitectureTest::packageOf)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(MAY_IMPORT.keySet()).containsAll(packages);
    for (String name : packages) {
      String[] forbidden =
          packages.stream()
              .filter(other -> !other.equals(name) && !MAY_IMPORT.get(name).contains(other))
              .map(CliArchitectureTest::qualified)
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(qualified(name))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(forbidden)
          .because("the package table says so")
          .check(PRODUCTION);
    }
  }

  @Test
  void onlyDeliveriesSpeakHttp() {
    noClasses()
        .that()
        .resideOutsideOfPackage(qualified("delivery"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.net.http..")
        .check(PRODUCTION);
  }

  private static String packageOf(JavaClass type) {
    return type.getPackageName().equals(ROOT)
        ? ""
        : type.getPackageName().substring(ROOT.length() + 1);
  }

  private static String qualified(String name) {
    return name.isEmpty() ? ROOT : ROOT + "." + name;
  }
}
