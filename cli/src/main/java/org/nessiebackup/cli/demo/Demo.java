package org.nessiebackup.cli.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import tools.jackson.databind.JsonNode;

/** The steps of the demonstration. */
final class Demo {
  private final PostgresServer server;
  private final Path folder;
  private final CommandRunner commands;
  private final Clock clock;
  private final Cancellation cancellation;
  private final DemoCatalog catalog;
  private final DemoPage page;

  /**
   * Prepares it.
   *
   * @param server started for it, and empty
   * @param folder a folder of its own
   * @param commands runs our commands on that server
   * @param stage what it needs from outside
   */
  Demo(PostgresServer server, Path folder, CommandRunner commands, DemoStage stage) {
    this.server = server;
    this.folder = folder;
    this.commands = commands;
    this.clock = stage.clock();
    this.cancellation = stage.cancellation();
    this.catalog = new DemoCatalog(server);
    this.page = new DemoPage(stage.out(), clock, stage.coloured());
  }

  /**
   * What it needs from outside.
   *
   * @param out where the steps are shown
   * @param coloured whether they may be coloured
   * @param clock the current time
   * @param cancellation a request to stop
   */
  record DemoStage(PrintStream out, boolean coloured, Clock clock, Cancellation cancellation) {}

  /** Runs all steps. */
  DemoView run() throws SQLException, IOException {
    Instant began = clock.instant();
    fill();
    JsonNode backup = backUp();
    compare(backup);
    verify();
    String good = catalog.fingerprint();
    String wrecked = wreck(good);
    restore();
    prove(good);
    undo(wrecked, good);
    return new DemoView(
        page.steps(), Duration.between(began, clock.instant()), server.serverFolder().getParent());
  }

  private void fill() throws SQLException {
    page.begin(
        "A catalog on PostgreSQL %d as Nessie writes it, made by Nessie's own library"
            .formatted(server.majorVersion()));
    SampleCatalog made = catalog.fill();
    page.done(
        "%s, %s, %s, %s"
            .formatted(
                Text.count(made.branches()) + " branches",
                Text.count(made.tags(), "tag"),
                Text.count(made.commits(), "commit"),
                Text.count(made.tables(), "table")));
    page.remark(
        "%s, %s on disk"
            .formatted(
                Text.count(made.objectRows() + made.referenceRows(), "row"),
                Text.bytes(catalog.size())));
  }

  private JsonNode backUp() {
    page.begin("Back it up");
    page.command("nessie-backup init");
    commands.run("init");
    page.command("nessie-backup backup");
    JsonNode backup = commands.run("backup").path("backup");
    page.done(
        "%s, %s of rows, %s stored"
            .formatted(
                Text.count(backup.path("rows").asLong(), "row"),
                Text.bytes(backup.path("raw_bytes").asLong()),
                Text.bytes(backup.path("stored_bytes").asLong())));
    return backup;
  }

  private void compare(JsonNode backup) throws IOException {
    long stored = backup.path("stored_bytes").asLong();
    Optional<PgDump> program = PgDump.find(cancellation);
    if (program.isPresent() && program.get().canDump(server)) {
      beside(program.get(), "plain", stored);
      beside(program.get(), "custom", stored);
      return;
    }
    Instant began = clock.instant();
    Path file = folder.resolve("plain.sql");
    JsonNode dump = commands.run("export", "--live", "--file", file.toString());
    Duration elapsed = Duration.between(began, clock.instant());
    Files.delete(file);
    page.remark(
        program
                .map(
                    found ->
                        "pg_dump here is %s, too old for this server; ".formatted(found.version()))
                .orElse("no pg_dump here to compare with; ")
            + "our own plain SQL export:");
    page.remark(beside("plain SQL", dump.path("file_bytes").asLong(), stored), elapsed);
  }

  private void beside(PgDump program, String format, long stored) throws IOException {
    Path file = folder.resolve("dump." + format);
    Instant began = clock.instant();
    long bytes = program.dump(server, format, file);
    Duration elapsed = Duration.between(began, clock.instant());
    Files.delete(file);
    page.remark(
        beside("pg_dump " + program.version() + " --format=" + format, bytes, stored), elapsed);
  }

  private static String beside(String what, long bytes, long stored) {
    return "%s: %s, %,d times as much"
        .formatted(what, Text.bytes(bytes), Math.round((double) bytes / stored));
  }

  private void verify() {
    page.begin("Is the backup good?");
    page.command("nessie-backup verify latest");
    JsonNode backup = commands.run("verify", "latest").path("backups").path(0);
    page.done(
        "every byte read, %s decoded and compared"
            .formatted(Text.count(backup.path("rows").asLong(), "row")));
  }

  private String wreck(String good) throws SQLException {
    page.begin("Now the accident");
    DemoCatalog.Damage damage = catalog.wreck();
    page.done(
        "branch \"%s\" dropped, %s deleted"
            .formatted(damage.branch(), Text.count(damage.rows(), "object")));
    String wrecked = catalog.fingerprint();
    expect(!wrecked.equals(good), "the accident changed nothing");
    return wrecked;
  }

  private void restore() {
    page.begin("Restore: loaded beside the catalog, read back, compared, then swapped");
    page.command("nessie-backup restore latest --yes");
    JsonNode report = commands.run("restore", "latest", "--yes");
    page.done(Text.count(report.path("rows").asLong(), "row") + " restored");
    page.remark(
        "loading %.2f s, checking %.2f s; out of service for %.0f ms only"
            .formatted(
                report.path("loading_seconds").asDouble(),
                report.path("checking_seconds").asDouble(),
                report.path("swapping_seconds").asDouble() * 1000));
  }

  private void prove(String good) throws SQLException {
    page.begin("The proof: the server's own hash over every value of every row");
    String now = catalog.fingerprint();
    expect(now.equals(good), "the restored rows are not those from before");
    page.done("%s before, %s after".formatted(good.substring(0, 12), now.substring(0, 12)));
  }

  private void undo(String wrecked, String good) throws SQLException {
    page.begin("A restore that you regret");
    page.command("nessie-backup undo");
    commands.run("undo");
    page.done("the tables from before the restore are back");
    expect(catalog.fingerprint().equals(wrecked), "undo did not bring the former rows back");
    page.begin("And the other way round, then clean up");
    page.command("nessie-backup undo");
    commands.run("undo");
    expect(catalog.fingerprint().equals(good), "the second undo did not bring the rows back");
    page.command("nessie-backup undo --release --yes");
    commands.run("undo", "--release", "--yes");
    page.done("restored for good, the replaced tables are dropped");
  }

  private static void expect(boolean holds, String otherwise) {
    if (!holds) {
      throw Failure.INTERNAL.exception("the demonstration failed: " + otherwise);
    }
  }
}
