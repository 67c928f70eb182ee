package org.nessiebackup.files;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.nessie.NessieReference;

/**
 * What became of the files.
 *
 * @param source where the catalog was read, for people
 * @param stateOf the moment whose tables these are
 * @param options which files were wanted
 * @param files metadata files, each counted once however many references share it
 * @param parts manifest lists and manifests that were probed, if the files were read
 * @param references one entry for each reference, by Nessie repository and name
 */
public record FilesReport(
    String source,
    Instant stateOf,
    FilesOptions options,
    Counts files,
    long parts,
    List<ReferenceFiles> references) {
  /** So many broken tables are named in all; the others are counted. */
  public static final int MOST_NAMED = 10_000;

  /** Takes its own copy of the list. */
  public FilesReport {
    references = List.copyOf(references);
  }

  /** Whether all that was to be probed is there, and nothing is in doubt. */
  public boolean sound() {
    return files.broken() == 0
        && files.unknown() == 0
        && references.stream().allMatch(ReferenceFiles::sound);
  }

  /**
   * How many are how.
   *
   * @param present there, and as they should be as far as was looked
   * @param missing not there, or something that they need is not
   * @param damaged there, but not what they should be, or something that they need is not
   * @param unknown could not be probed
   * @param skipped left out by chance
   */
  public record Counts(long present, long missing, long damaged, long unknown, long skipped) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    /** Those that a query would stumble over. */
    public long broken() {
      return missing + damaged;
    }

    /** All of them. */
    public long total() {
      return present + missing + damaged + unknown + skipped;
    }

    Counts plus(FileState state) {
      return switch (state) {
        case PRESENT -> new Counts(present + 1, missing, damaged, unknown, skipped);
        case MISSING -> new Counts(present, missing + 1, damaged, unknown, skipped);
        case DAMAGED -> new Counts(present, missing, damaged + 1, unknown, skipped);
        case UNKNOWN -> new Counts(present, missing, damaged, unknown + 1, skipped);
        case SKIPPED -> new Counts(present, missing, damaged, unknown, skipped + 1);
      };
    }
  }

  /** How a file is; a documented contract. */
  public enum FileState {
    /** There. */
    PRESENT,
    /** Not there: whoever keeps it says so. */
    MISSING,
    /** There, and not what it should be. */
    DAMAGED,
    /** Nobody knows: it could not be probed. */
    UNKNOWN,
    /** Not probed, by chance. */
    SKIPPED
  }

  /**
   * The tables, views and functions of a reference.
   *
   * @param repository the Nessie repository
   * @param reference the branch or tag
   * @param tables those with a metadata file, by how that is
   * @param others contents without one, such as namespaces
   * @param trouble why some or all of its tables could not be found out
   * @param named tables that are not as they should be; some, if there are too many
   */
  public record ReferenceFiles(
      String repository,
      NessieReference reference,
      Counts tables,
      long others,
      List<String> trouble,
      List<TableFile> named) {
    /** Takes its own copies of the lists. */
    public ReferenceFiles {
      trouble = List.copyOf(trouble);
      named = List.copyOf(named);
    }

    /** Whether all of its tables are there, as far as was looked, and nothing is in doubt. */
    public boolean sound() {
      return tables.broken() == 0 && tables.unknown() == 0 && trouble.isEmpty();
    }
  }

  /**
   * A table, view or function that is not as it should be.
   *
   * @param key its name, as Nessie writes it
   * @param type of its content, by Nessie's name
   * @param state how it is
   * @param location its metadata file; absent if its content cannot be read
   * @param message what is wrong, for people
   */
  public record TableFile(
      String key, String type, FileState state, Optional<String> location, String message) {}
}
