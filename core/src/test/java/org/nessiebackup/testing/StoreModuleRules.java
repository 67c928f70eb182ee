package org.nessiebackup.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A vendor's module knows the store's contract and the vendor's library, and nothing else. */
public abstract class StoreModuleRules extends LibraryRules {
  private static final String CORE = "org.nessiebackup";

  private final String own;
  private final String[] library;

  /**
   * For the package of a vendor.
   *
   * @param library of the vendor, which nobody else uses
   */
  protected StoreModuleRules(String own, String... library) {
    super(own);
    this.own = own;
    this.library = library;
  }

  @Test
  void onlyTheContractAndTheSharedWordsOfCoreAreUsed() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(
                    Stream.of(
                        own,
                        CORE,
                        CORE + ".retry",
                        CORE + ".store",
                        CORE + ".store.bucket",
                        "java..",
                        "javax.net.ssl..",
                        "javax.xml.stream.."),
                    Stream.of(library))
                .toArray(String[]::new))
        .check(production);
  }

  @Test
  void libraryOfTheVendorIsUsedHereOnly() {
    soleOwner(own, library);
  }
}
