package org.nessiebackup.kubernetes.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.api.NessieAnswer;
import org.nessiebackup.kubernetes.api.NessieApi;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.references.CatalogReferences;
import org.nessiebackup.tables.CatalogLocation;

/** Asks whether Nessie serves the catalog that it should. */
final class ReferenceCheck {
  /** What a cache of references in Nessie may be behind, and then some. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private static final Duration LOOK = Duration.ofMillis(500);

  private final ExchangeContext context;
  private final CatalogLocation catalog;
  private final String repository;

  ReferenceCheck(ExchangeContext context, CatalogLocation catalog, String repository) {
    this.context = context;
    this.catalog = catalog;
    this.repository = repository;
  }

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
   * @param anew whether Nessie begins anew, with its default branch
   * @param start how long it may take to answer at all
   * @return how many references Nessie shows
   * @throws BackupException {@link Failure#NESSIE} if it shows others, or does not answer in time
   */
  int check(NessieApi nessie, NavigableSet<NessieReference> brought, boolean anew, Duration start) {
    nessie.await(start);
    Look look = new Look(nessie, brought, anew);
    if (!context.await(LIMIT, LOOK, look::agrees)) {
      throw new BackupException(
          Failure.NESSIE,
          "Nessie serves other references than %s holds for the Nessie repository \"%s\": %s"
              .formatted(catalog, repository, ReferenceDifferences.summary(look.differences)),
          "Look which database, schema and repository Nessie is set up for; --nessie-repository"
              + " names the repository, --workload another Nessie.");
    }
    return look.shown;
  }

  private final class Look {
    private final NessieApi nessie;
    private final NavigableSet<NessieReference> brought;
    private final boolean anew;
    private List<String> differences = List.of();
    private int shown;

    Look(NessieApi nessie, NavigableSet<NessieReference> brought, boolean anew) {
      this.nessie = nessie;
      this.brought = brought;
      this.anew = anew;
    }

    boolean agrees() {
      NavigableSet<NessieReference> before = readable(Optional.of(catalog));
      NessieAnswer answer = nessie.ask();
      NavigableSet<NessieReference> answered = references(answer);
      NavigableSet<NessieReference> after = readable(Optional.of(catalog));
      differences = new ArrayList<>(ReferenceDifferences.of(brought, before, answered, after));
      if (anew && !answer.references().containsKey(answer.defaultBranch())) {
        differences.add("it has no branch \"%s\"".formatted(answer.defaultBranch()));
      }
      shown = answered.size();
      return differences.isEmpty();
    }
  }

  private static NavigableSet<NessieReference> references(NessieAnswer answer) {
    NavigableSet<NessieReference> references = new TreeSet<>();
    answer
        .references()
        .values()
        .forEach(
            shown ->
                references.add(
                    new NessieReference(
                        switch (shown.kind()) {
                          case BRANCH -> NessieReference.Kind.BRANCH;
                          case TAG -> NessieReference.Kind.TAG;
                        },
                        shown.name(),
                        shown.hash())));
    return references;
  }
}
