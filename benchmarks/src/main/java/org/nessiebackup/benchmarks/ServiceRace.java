package org.nessiebackup.benchmarks;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nessiebackup.benchmarks.measure.Limit;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Results;
import org.nessiebackup.benchmarks.measure.Sample;

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

  private ServiceRace(Workbench bench, Arguments arguments) {
    this.bench = bench;
    this.command = new Ours(bench, arguments.link(), "command", ReadingRole.NAME);
    this.served = new Ours(bench, arguments.link(), "served", ReadingRole.NAME);
    this.growth = new Growth(bench);
    this.byCommand = new Line("incremental by `nessie-backup backup`", arguments.link());
    this.byService =
        new Line("the same by `POST …/runs` to a service that is warm", arguments.link());
    this.inARow =
        new Line("one of %,d by the service, nothing new".formatted(IN_A_ROW), arguments.link());
  }

  static Results run(Workbench bench, Arguments arguments) throws SQLException {
    bench.admitReader();
    return new ServiceRace(bench, arguments).run(arguments.rounds());
  }

  private Results run(int rounds) throws SQLException {
    command.run("version");
    command.begin();
    served.begin();
    bases();
    try (ResidentService service = ResidentService.start(served)) {
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
    List<Long> memory = new ArrayList<>();
    for (int number = 1; number <= IN_A_ROW; number++) {
      Sample sample = service.backup();
      results.add(inARow, sample);
      if (number % EACH == 0) {
        Benchmark.RESIDENT.say("%d of %d in a row".formatted(number, IN_A_ROW));
        memory.add(service.memory());
      }
    }
    long most = memory.stream().mapToLong(Long::longValue).max().orElse(0);
    results.promiseNumber(
        "memory of the service meanwhile",
        Limit.megabytes(256),
        (double) most,
        String.format(Locale.ROOT, "%.0f MB", most / 1e6));
    long last = memory.getLast();
    long before = memory.get(memory.size() * 4 / 5 - 1);
    results.promiseNumber(
        "memory after all : after four fifths",
        Limit.of(1.1),
        (double) last / before,
        String.format(Locale.ROOT, "%.3f", (double) last / before));
    results.remark(
        "Memory after each %d, in MB: %s."
            .formatted(
                EACH,
                memory.stream()
                    .map(bytes -> String.format(Locale.ROOT, "%.0f", bytes / 1e6))
                    .collect(Collectors.joining(", "))));
  }
}
