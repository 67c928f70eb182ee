package org.nessiebackup.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.resolvers.SelectedClassResolverFromClasspath;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What holds for the code of every module, without exceptions. A module's own test extends this and
 * adds which of its packages may know which.
 *
 * <p>One instance for all rules: reading the classes takes longer than all of them, and no rule
 * changes what was read.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ArchitectureRules {
  /** With its package-info, a package has one file more. */
  private static final int MOST_TYPES = 34;

  private static final int MOST_PARAMETERS = 7;

  /** Words that end like an act and are things. */
  private static final Set<String> THINGS = Set.of("String", "Timing", "Finding");

  private static final List<String> HEAPS = List.of("Impl", "Util", "Utils", "Manager", "Helper");

  private static final SliceAssignment PACKAGES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
          return "packages";
        }
      };

  /** Who may give a session SQL; everybody else opens it, hands it on and closes it. */
  private static final String[] SPEAK_SQL = {
    "org.nessiebackup.postgres",
    "org.nessiebackup.tables",
    "org.nessiebackup.replication",
    "org.nessiebackup.properties",
    "org.nessiebackup.swap"
  };

  static {
    // Of what the rules ask for ancestors: ours, streams and exceptions. Of all others they ask for
    // names only, and reading them would take longer than all that is checked.
    ArchConfiguration.get().setClassResolver(SelectedClassResolverFromClasspath.class);
    ArchConfiguration.get()
        .setClassResolverArguments("org.nessiebackup.", "java.io.", "java.lang.", "java.sql.");
  }

  /** The module's own classes. */
  protected final JavaClasses production;

  private final JavaClasses tests;
  private final String root;

  /** For a module whose packages begin with a name. */
  protected ArchitectureRules(String root) {
    this.root = root;
    this.production = imported(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS);
    this.tests = imported(ImportOption.Predefined.ONLY_INCLUDE_TESTS);
  }

  private JavaClasses imported(ImportOption option) {
    return new ClassFileImporter()
        .withImportOption(option)
        .withImportOption(location -> root.contains("sandbox") || !location.contains("/sandbox/"))
        .importPackages(root);
  }

  /** Records, or packages of records, that have as many values as a format has members. */
  protected Set<String> formats() {
    return Set.of();
  }

  /** Checks that an outside technology is known in one package, of all that can be seen here. */
  protected static void soleOwner(String owner, String... technology) {
    noClasses()
        .that()
        .resideOutsideOfPackage(owner)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(technology)
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("/testing/"))
                .importPackages("org.nessiebackup"));
  }

  /**
   * Checks that a table has every package, and that each imports no others of the module than the
   * table allows.
   *
   * @param mayImport packages below the module's own, which itself is ""
   */
  protected void checkImports(Map<String, Set<String>> mayImport) {
    Set<String> packages =
        production.stream().map(this::packageOf).collect(Collectors.toCollection(TreeSet::new));
    assertThat(mayImport.keySet()).containsAll(packages);
    for (String name : packages) {
      String[] forbidden =
          packages.stream()
              .filter(other -> !other.equals(name) && !mayImport.get(name).contains(other))
              .map(this::qualified)
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(qualified(name))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(forbidden)
          .because("the package table says so")
          .check(production);
    }
  }

  /** The name of a type's package below the module's own. */
  protected String packageOf(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(root) ? "" : name.substring(root.length() + 1);
  }

  /** The full name of a package below the module's own. */
  protected String qualified(String name) {
    return name.isEmpty() ? root : root + "." + name;
  }

  @Test
  void packagesHaveNoCycles() {
    slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(production);
  }

  @Test
  void packagesOfTestsHaveNoCycles() {
    slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(tests);
  }

  @Test
  void sqlIsSentByThosePackagesOnlyThatKnowTables() {
    noClasses()
        .that()
        .resideOutsideOfPackages(SPEAK_SQL)
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "a session is given SQL",
                call ->
                    call.getTargetOwner().getName().equals("org.nessiebackup.postgres.Session")
                        && !Set.of("close", "closeAfter").contains(call.getName())))
        .check(production);
  }

  @Test
  void nothingIsMadeToBeInheritedFrom() {
    noClasses()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .should()
        .haveModifier(JavaModifier.ABSTRACT)
        .check(production);
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .haveNameNotMatching(".*\\$[0-9]+")
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(production);
  }

  /** What a thing is, and not what is done with it. */
  @Test
  void namesSayWhatAThingIs() {
    assertThat(
            production.stream()
                .filter(JavaClass::isTopLevelClass)
                .map(JavaClass::getSimpleName)
                .filter(name -> isHeap(name) || (name.endsWith("ing") && !isThing(name))))
        .isEmpty();
  }

  private static boolean isHeap(String name) {
    return HEAPS.stream().anyMatch(name::endsWith);
  }

  private static boolean isThing(String name) {
    return THINGS.stream().anyMatch(name::endsWith);
  }

  @Test
  void noPackageIsCrowded() {
    Map<String, Long> sizes =
        production.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getPackageName, TreeMap::new, Collectors.counting()));

    assertThat(sizes).allSatisfy((name, size) -> assertThat(size).isLessThanOrEqualTo(MOST_TYPES));
  }

  @Test
  void noConstructorTakesMoreThanSevenValues() {
    assertThat(
            production.stream()
                .filter(type -> !type.isAnonymousClass() && !type.isEnum() && !isFormat(type))
                .flatMap(type -> type.getConstructors().stream())
                .filter(maker -> maker.getRawParameterTypes().size() > MOST_PARAMETERS)
                .map(JavaCodeUnit::getFullName))
        .isEmpty();
  }

  private boolean isFormat(JavaClass type) {
    return type.isRecord()
        && (formats().contains(type.getPackageName()) || formats().contains(type.getName()));
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    Path sources = Path.of("src/main/java");
    for (String name : packages()) {
      Path file = sources.resolve(name.replace('.', '/')).resolve("package-info.java");

      assertThat(file).exists();
      assertThat(Files.readString(file)).startsWith("/**").contains("package " + name);
    }
  }

  @Test
  void noPackageIsNamedAfterAHeap() {
    assertThat(packages())
        .map(name -> name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
        .doesNotContain("util", "utils", "common", "misc", "helper");
  }

  private Set<String> packages() {
    return production.stream()
        .map(JavaClass::getPackageName)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
