package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.nessiebackup.benchmarks.measure.Footprint;
import org.nessiebackup.benchmarks.measure.Limit;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.MeasuredProcess;
import org.nessiebackup.benchmarks.measure.Results;

/** The same incremental backups by a command and by a service that is there, in two vaults. */
final class ServiceRace {
  private static final int IN_A_ROW = 1_000;
  private static final int EACH = 50;
  private static final int WARM_UP = 20;

  private final Workbench bench;
  private final Ours command;
  private final Ours served;
  private final Growth growth;
  private final Results results = new Results();
  private final Line byCommand;
  private final Line byService;
  private final Line inARow;

  private ServiceRace(Workbench bench, Link link, Ours command, Ours served) {
    this.bench = bench;
    this.command = command;
    this.served = served;
    this.growth = new Growth(bench);
    this.byCommand = new Line("incremental by `nessie-backup backup`", link);
    this.byService = new Line("the same by `POST …/runs` to a service that is warm", link);
    this.inARow = new Line("one of %,d by the service, nothing new".formatted(IN_A_ROW), link);
  }

  static Results run(Workbench bench, Arguments arguments) throws SQLException, IOException {
    bench.admitReader();
    Link link = arguments.link();
    if (arguments.files().bucketServer().isEmpty()) {
      Ours command = new Ours(bench, link, "command", ReadingRole.NAME);
      Ours served = new Ours(bench, link, "served", ReadingRole.NAME);
      return new ServiceRace(bench, link, command, served).run(arguments.rounds());
    }
    Path folder = Files.createDirectories(bench.folder().resolve("bucket"));
    try (BucketServer bucket = BucketServer.start(arguments.files().bucketServer().get(), folder)) {
      Ours command = inBucket(bench, link, "command", bucket);
      Ours served = inBucket(bench, link, "served", bucket);
      return new ServiceRace(bench, link, command, served).run(arguments.rounds());
    }
  }

  private static Ours inBucket(Workbench bench, Link link, String name, BucketServer bucket) {
    MeasuredProcess surroundings =
        bench
            .processes(bench.environment(link))
            .with(Map.of("PGUSER", ReadingRole.NAME))
            .with(bucket.credentials());
    return new Ours(surroundings, bucket.place(name), bench.folder().resolve("keys-of-" + name));
  }

  private Results run(int rounds) throws SQLException {
    command.run("version");
    command.begin();
    served.begin();
    bases();
    try (ResidentService service = ResidentService.idle(served)) {
      for (int number = 0; number < WARM_UP; number++) {
        service.backup();
      }
      for (int round = 1; round <= rounds; round++) {
        Benchmark.RESIDENT.say("round %d of %d".formatted(round, rounds));
        if (round > 1) {
          growth.again();
          bases();
        }
        growth.grow();
        inTurn(round, service);
      }
      inARow(service);
    }
    results.promiseTime(byService, byCommand, Limit.of(0.4));
    return results;
  }

  /** Full ones, so that the next incrementals of both have the same to do. */
  private void bases() {
    command.run("backup", "--type", "full");
    served.run("backup", "--type", "full");
  }

  /** Who comes second finds pages of the database in memory, so they change places. */
  private void inTurn(int round, ResidentService service) throws SQLException {
    bench.calm();
    if (round % 2 == 0) {
      results.add(byService, service.backup(), served.sizeOfLatest());
    }
    results.add(byCommand, command.run("backup"), command.sizeOfLatest());
    if (round % 2 == 1) {
      results.add(byService, service.backup(), served.sizeOfLatest());
    }
  }

  private void inARow(ResidentService service) {
    List<Footprint> footprints = new ArrayList<>();
    for (int number = 1; number <= IN_A_ROW; number++) {
      results.add(inARow, service.backup());
      if (number % EACH == 0) {
        footprints.add(service.footprint());
        Benchmark.RESIDENT.say(
            "%d of %d in a row: %s".formatted(number, IN_A_ROW, footprints.getLast()));
      }
    }
    long most = footprints.stream().mapToLong(Footprint::memory).max().orElseThrow();
    results.promiseNumber(
        "memory of the service meanwhile",
        Limit.megabytes(256),
        (double) most,
        String.format(Locale.ROOT, "%.0f MB", most / 1e6));
    long last = footprints.getLast().memory();
    double grown = (double) last / footprints.get(footprints.size() * 4 / 5 - 1).memory();
    results.promiseNumber(
        "memory after all : after four fifths",
        Limit.of(1.1),
        grown,
        String.format(Locale.ROOT, "%.3f", grown));
    each("Memory after each %d, in MB", footprints, each -> each.memory() / 1_000_000);
    each("Threads after each %d", footprints, Footprint::threads);
    each("Open files and sockets after each %d", footprints, Footprint::files);
  }

  private void each(String what, List<Footprint> footprints, ToLongFunction<Footprint> value) {
    results.remark(
        footprints.stream()
            .map(each -> String.valueOf(value.applyAsLong(each)))
            .collect(Collectors.joining(", ", what.formatted(EACH) + ": ", ".")));
  }
}
