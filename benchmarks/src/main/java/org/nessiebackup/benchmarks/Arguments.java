package org.nessiebackup.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.benchmarks.measure.Link;

/**
 * What is to be measured.
 *
 * @param catalog what is backed up
 * @param server the PostgreSQL that it is in
 * @param rounds how often everything is done
 * @param links how the server is reached, one after the other
 * @param files where they are
 * @param protection by what a service keeps what is committed, where there is one
 */
record Arguments(
    CatalogSource catalog,
    ServerChoice server,
    int rounds,
    List<Link> links,
    Files files,
    Protection protection) {
  private static final int USUAL_ROUNDS = 3;

  /**
   * Files that come and go, and programs.
   *
   * @param work where they are meanwhile; empty means a temporary folder
   * @param output a file that the report is appended to
   * @param nessieTool the jar of Nessie's own tool for administrators
   * @param bucketServer the program of a server with the S3 interface that vaults shall lie in
   */
  record Files(
      Optional<Path> work,
      Optional<Path> output,
      Optional<Path> nessieTool,
      Optional<Path> bucketServer) {
    public Files {
      if (bucketServer.isPresent() && !bucketServer.get().toFile().canExecute()) {
        throw new IllegalArgumentException("there is no program \"" + bucketServer.get() + "\"");
      }
      if (nessieTool.isPresent() && !nessieTool.get().toFile().isFile()) {
        throw new IllegalArgumentException("there is no \"" + nessieTool.get() + "\"");
      }
    }
  }

  Arguments {
    links = List.copyOf(links);
  }

  /**
   * Reads the words of the command line.
   *
   * @param usual the number of commits (or of what else is counted) if none is given
   * @throws IllegalArgumentException if they make no sense
   */
  static Arguments parse(int usual, String... words) {
    GivenWords given = new GivenWords(words);
    Arguments arguments =
        new Arguments(
            CatalogSource.of(given, usual),
            ServerChoice.of(given),
            given.number("--rounds").orElse(USUAL_ROUNDS),
            given.option("--link").map(Link::named).map(List::of).orElse(Link.REMOTE),
            new Files(
                given.path("--work"),
                given.path("--output"),
                given.path("--nessie-tool"),
                given.path("--versitygw")),
            Protection.of(given));
    given.refuseTheRest();
    return arguments;
  }

  /** The one link of a benchmark that compares no others: TLS, unless another one is named. */
  Link link() {
    return links.getFirst();
  }
}
