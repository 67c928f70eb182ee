package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.nessiebackup.benchmarks.measure.Limit;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.Results;

/**
 * Lets all contenders do the same work in turn, round by round, so that a machine that slows down
 * slows down all of them; every other round in the opposite order. Each one starts after a
 * checkpoint, on data that the server has read.
 */
final class Race {
  private final Results results = new Results();
  private final List<Contender> contenders = new ArrayList<>();
  private final List<OurBackup> ours;
  private final List<Link> links;

  Race(Workbench bench, Arguments arguments) {
    this.links = arguments.links();
    this.ours = links.stream().map(link -> new OurBackup(bench, link)).toList();
    contenders.addAll(ours);
    contenders.addAll(overLinks(link -> new Dump(Dump.Format.PLAIN, bench, link)));
    contenders.addAll(overLinks(link -> new Dump(Dump.Format.CUSTOM, bench, link)));
    contenders.addAll(overLinks(link -> new Restic(bench, link)));
    contenders.add(new PgBackRest(bench));
    contenders.add(new NessieExport(bench, arguments.link(), arguments.files().nessieTool()));
    contenders.add(new CopyFloor(bench));
  }

  private List<Contender> overLinks(Function<Link, Contender> contender) {
    return links.stream().map(contender).toList();
  }

  /** Runs all rounds. */
  Results run(int rounds) throws SQLException, IOException {
    List<Contender> ready = prepare();
    for (int round = 1; round <= rounds; round++) {
      int number = round;
      say("round %d of %d: backup".formatted(round, rounds));
      for (Contender contender : inOrder(ready, round)) {
        if (!succeeds(contender, () -> contender.backup(number, results))) {
          ready.remove(contender);
        }
      }
    }
    for (int round = 1; round <= rounds; round++) {
      int number = round;
      say("round %d of %d: restore".formatted(round, rounds));
      for (Contender contender : inOrder(ready, round)) {
        if (!succeeds(contender, () -> contender.restore(number, results))) {
          ready.remove(contender);
        }
      }
    }
    links.forEach(this::promise);
    ours.forEach(each -> results.remark(each.lock()));
    return results;
  }

  private List<Contender> prepare() throws SQLException, IOException {
    contenders.stream().flatMap(each -> each.backups().stream()).forEach(results::of);
    contenders.stream().flatMap(each -> each.restores().stream()).forEach(results::of);
    List<Contender> ready = new ArrayList<>();
    for (Contender contender : contenders) {
      Optional<String> missing = contender.prepare();
      if (missing.isPresent()) {
        Stream.concat(contender.backups().stream(), contender.restores().stream())
            .forEach(line -> results.of(line).missing(missing.get()));
      } else {
        ready.add(contender);
      }
    }
    return ready;
  }

  private static List<Contender> inOrder(List<Contender> contenders, int round) {
    return List.copyOf(round % 2 == 1 ? contenders : contenders.reversed());
  }

  /** What others cannot do ends their race, and not that of all. */
  private boolean succeeds(Contender contender, Work work) throws SQLException, IOException {
    try {
      work.run();
      return true;
    } catch (IllegalStateException failure) {
      if (ours.contains(contender)) {
        throw failure;
      }
      say(failure.getMessage());
      Stream.concat(contender.backups().stream(), contender.restores().stream())
          .forEach(line -> results.of(line).missing("failed"));
      return false;
    }
  }

  /** A turn of a contender. */
  private interface Work {
    void run() throws SQLException, IOException;
  }

  private void promise(Link link) {
    Line backup = OurBackup.backup(link);
    Line restore = OurBackup.restore(link);
    results.promiseTime(backup, Dump.Format.PLAIN.backup(link), Limit.of(0.65));
    results.promiseTime(backup, Dump.Format.CUSTOM.backup(link), Limit.part(12));
    results.promiseTime(restore, Dump.Format.PLAIN.restore(link), Limit.of(0.45));
    results.promiseTime(restore, Dump.Format.CUSTOM.restore(link), Limit.of(0.45));
    results.promisePeak(backup, Limit.megabytes(300));
    results.promisePeak(restore, Limit.megabytes(300));
    if (link == links.getFirst()) {
      results.promiseStored(backup, Dump.Format.PLAIN.backup(link), Limit.part(100));
      results.promiseStored(backup, Dump.Format.CUSTOM.backup(link), Limit.part(50));
    }
  }

  private static void say(String what) {
    System.err.println("compare: " + what);
  }
}
