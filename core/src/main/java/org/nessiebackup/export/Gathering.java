package org.nessiebackup.export;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.ObjectFilter;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.ObjectDecoder;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectType;

/**
 * All commits and contents of a Nessie repository, reachable or not: they come in any order, and
 * only at the end it is known which ones are needed, and where.
 *
 * @param description the commit that knows the description of the repository
 */
record Gathering(
    GatheredCommits commits,
    GatheredValues values,
    CommitTrouble trouble,
    Optional<Commit> description) {

  /** Reads them, in one pass. */
  static Gathering of(CatalogSource source, RepositoryRows rows) {
    GatheredCommits commits = new GatheredCommits();
    GatheredValues values = new GatheredValues();
    CommitTrouble trouble = new CommitTrouble(source.describe());
    AtomicReference<Commit> description = new AtomicReference<>();
    Optional<ObjectId> wanted = rows.description();
    source.objects(
        ObjectFilter.ofTypes(ObjectType.COMMIT.shortName(), ObjectType.VALUE.shortName())
            .in(rows.repository()),
        row -> {
          NessieObject object = ObjectDecoder.decode(row);
          switch (object) {
            case Commit commit -> {
              commits.add(commit);
              if (wanted.filter(commit.id()::equals).isPresent()) {
                description.set(commit);
              }
            }
            case NessieObject.Value value -> values.add(value);
            case NessieObject.Undecodable bad -> trouble.add(bad);
            case NessieObject.Unknown newer -> trouble.add(newer);
            case NessieObject.Index other -> throw unexpected(other);
            case NessieObject.IndexSegments other -> throw unexpected(other);
            case NessieObject.Text other -> throw unexpected(other);
            case NessieObject.Tag other -> throw unexpected(other);
            case NessieObject.Ref other -> throw unexpected(other);
            case NessieObject.Unique other -> throw unexpected(other);
            case NessieObject.Custom other -> throw unexpected(other);
          }
        });
    return new Gathering(commits, values, trouble, Optional.ofNullable(description.get()));
  }

  private static IllegalStateException unexpected(NessieObject object) {
    return new IllegalStateException(
        "object \"%s\" is of a type that was not asked for".formatted(object.id()));
  }
}
