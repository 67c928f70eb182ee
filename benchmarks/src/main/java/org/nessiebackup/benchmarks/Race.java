package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
  private static final int PROMISED_COMMITS = 20_000;
  private static final String FEW =
      "The promises are about 20,000 commits and more; with fewer, fixed costs such as the start of"
          + " Java weigh more.";

  private final Results results = new Results();
  private final List<Contender> contenders = new ArrayList<>();
  private final List<OurBackup> ours;
  private final List<Link> links;
  private final int rounds;

  private Race(Workbench bench, Arguments arguments) {
    this.rounds = arguments.rounds();
    this.links = arguments.links();
    this.ours = links.stream().map(link -> new OurBackup(bench, link)).toList();
    ours.forEach(each -> contenders.add(each.contender()));
    links.forEach(link -> contenders.add(Dump.PLAIN.over(link, bench)));
    links.forEach(link -> contenders.add(Dump.CUSTOM.over(link, bench)));
    links.forEach(link -> contenders.add(Restic.over(link, bench)));
    contenders.add(new PgBackRest(bench).contender());
    contenders.add(NessieExport.over(arguments.link(), bench, arguments.files().nessieTool()));
    contenders.add(new CopyFloor(bench).contender());
  }

  static Results run(Workbench bench, Arguments arguments) throws SQLException, IOException {
    Race race = new Race(bench, arguments);
    List<Contender> ready = race.prepare();
    race.run("backup", ready, Contender::backup);
    race.run("restore", ready, Contender::restore);
    race.links.forEach(race::promise);
    race.ours.forEach(each -> race.results.remark(each.lock()));
    if (bench.commits() < PROMISED_COMMITS) {
      race.results.remark(FEW);
    }
    return race.results;
  }

  private List<Contender> prepare() throws SQLException, IOException {
    contenders.forEach(each -> each.backups().forEach(results::of));
    contenders.forEach(each -> each.restores().forEach(results::of));
    List<Contender> ready = new ArrayList<>();
    for (Contender contender : contenders) {
      Optional<String> missing = contender.preparation().prepare();
      if (missing.isPresent()) {
        miss(contender, missing.get());
      } else {
        ready.add(contender);
      }
    }
    return ready;
  }

  private void miss(Contender contender, String why) {
    contender.backups().forEach(line -> results.of(line).missing(why));
    contender.restores().forEach(line -> results.of(line).missing(why));
  }

  /** What others cannot do ends their race, and not that of all. */
  private void run(String what, List<Contender> ready, Function<Contender, Contender.Turn> turn)
      throws SQLException, IOException {
    for (int round = 1; round <= rounds; round++) {
      Benchmark.COMPARE.say("round %d of %d: %s".formatted(round, rounds, what));
      for (Contender contender : List.copyOf(round % 2 == 1 ? ready : ready.reversed())) {
        try {
          turn.apply(contender).take(round, results);
        } catch (IllegalStateException failure) {
          if (isOurs(contender)) {
            throw failure;
          }
          Benchmark.COMPARE.say(failure.getMessage());
          miss(contender, "failed");
          ready.remove(contender);
        }
      }
    }
  }

  /** They come first. */
  private boolean isOurs(Contender contender) {
    return contenders.indexOf(contender) < ours.size();
  }

  private void promise(Link link) {
    Line backup = OurBackup.backup(link);
    Line restore = OurBackup.restore(link);
    results.promiseTime(backup, Dump.PLAIN.backup(link), Limit.of(0.65));
    results.promiseTime(backup, Dump.CUSTOM.backup(link), Limit.part(12));
    results.promiseTime(restore, Dump.PLAIN.restore(link), Limit.of(0.45));
    results.promiseTime(restore, Dump.CUSTOM.restore(link), Limit.of(0.45));
    results.promisePeak(backup, Limit.megabytes(300));
    results.promisePeak(restore, Limit.megabytes(300));
    if (link == links.getFirst()) {
      results.promiseStored(backup, Dump.PLAIN.backup(link), Limit.part(100));
      results.promiseStored(backup, Dump.CUSTOM.backup(link), Limit.part(50));
    }
  }
}
