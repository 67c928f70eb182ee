package org.nessiebackup.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds besides for every module that is a library: the edges know the world, it does not. */
public abstract class LibraryRules extends ArchitectureRules {
  private static final Set<String> FORBIDDEN_CALLS =
      Set.of(
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.System.getProperties",
          "java.lang.System.exit",
          "java.lang.System.currentTimeMillis",
          "java.lang.Runtime.exit",
          "java.lang.Runtime.halt",
          "java.lang.Runtime.addShutdownHook",
          "java.lang.Thread.sleep",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.system",
          "java.time.Clock.tickMillis",
          "java.util.concurrent.ThreadLocalRandom.current",
          "java.lang.Throwable.printStackTrace");

  /** For a module whose packages begin with a name. */
  protected LibraryRules(String root) {
    super(root);
  }

  @Test
  void theLibraryPrintsNothingReadsNoSettingAndLooksAtNoClock() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .accessField(System.class, "in")
        .check(production);
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.util.logging..")
                .or(resideInAPackage("org.slf4j.."))
                .or(JavaClass.Predicates.assignableTo(System.Logger.class))
                .or(JavaClass.Predicates.equivalentTo(Random.class)))
        .check(production);
    noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "it reads the environment, a clock or ends the process",
                call ->
                    FORBIDDEN_CALLS.contains(
                        call.getTargetOwner().getName() + "." + call.getName())))
        .check(production);
  }
}
