package org.nessiebackup.kubernetes.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessieapi.NessieApi;
import org.nessiebackup.nessieapi.ReferenceDifferences;
import org.nessiebackup.references.CatalogReferences;
import org.nessiebackup.tables.CatalogLocation;

/** Asks whether Nessie serves the catalog that it should. */
record ReferenceCheck(ExchangeContext context, CatalogLocation catalog, String repository) {
  /** What a cache of references in Nessie may be behind, and then some. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** Those in some tables; none if there are no tables, or they cannot be read. */
  NavigableSet<NessieReference> readable(Optional<CatalogLocation> tables) {
    try {
      return tables.map(this::read).orElseGet(Collections::emptyNavigableSet);
    } catch (BackupException e) {
      return switch (e.failure()) {
        case CATALOG_NOT_FOUND, DATABASE -> Collections.emptyNavigableSet();
        default -> throw e;
      };
    }
  }

  private NavigableSet<NessieReference> read(CatalogLocation tables) {
    return new CatalogReferences(context.database(), context.uninterruptible())
        .read(tables)
        .of(repository);
  }

  /**
   * Compares until all is as it should be.
   *
   * @param brought the references that were brought in
   * @param empty whether Nessie begins with an empty catalog, and its default branch
   * @param start how long it may take to answer at all
   * @return how many references Nessie shows
   * @throws BackupException {@link Failure#NESSIE} if it shows others, or does not answer in time
   */
  int check(
      NessieApi nessie, NavigableSet<NessieReference> brought, boolean empty, Duration start) {
    context.uninterruptible().progress().step("asking Nessie's API", 0);
    nessie.await(start, nessie::references, () -> {});
    return nessie.attempt(LIMIT, () -> compare(nessie, brought, empty));
  }

  private int compare(NessieApi nessie, NavigableSet<NessieReference> brought, boolean empty) {
    NavigableSet<NessieReference> before = readable(Optional.of(catalog));
    NavigableSet<NessieReference> shown = nessie.references();
    NavigableSet<NessieReference> after = readable(Optional.of(catalog));
    List<String> differences =
        new ArrayList<>(ReferenceDifferences.of(brought, before, shown, after));
    if (empty) {
      String branch = nessie.config().defaultBranch();
      if (shown.stream().noneMatch(each -> each.name().equals(branch))) {
        differences.add("it has no branch \"%s\"".formatted(branch));
      }
    }
    if (!differences.isEmpty()) {
      throw Failure.NESSIE.exception(
          "Nessie serves other references than %s holds for the Nessie repository \"%s\": %s"
              .formatted(catalog, repository, ReferenceDifferences.summary(differences)),
          "Look which database, schema and repository Nessie is set up for; --nessie-repository"
              + " names the repository, --workload another Nessie.");
    }
    return shown.size();
  }
}
