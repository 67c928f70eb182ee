package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.testing.CuttingProxy;

/**
 * A catalog, a vault with a backup of it, and a proxy on the way to the server; and what has to be
 * true after any accident.
 */
final class CrashScene implements AutoCloseable {
  private final PostgresServer server;
  private final CuttingProxy proxy;
  private final CatalogDatabase database;
  private final CommandRunner direct;
  private final CommandRunner throughProxy;
  private final List<String> whole;
  private int vaults;

  private CrashScene(PostgresServer server, Path folder) {
    this.server = server;
    this.proxy = CuttingProxy.before(server.port());
    this.database = CatalogDatabase.create(server, "crash").filled();
    Path vault = folder.resolve("vault");
    this.direct = CommandRunner.of(database, server.port(), vault);
    this.throughProxy = CommandRunner.of(database, proxy.port(), vault);
    this.whole = database.fingerprint();
  }

  /** Sets the scene on a server of its own. */
  static CrashScene set(Path folder) {
    CrashScene scene = new CrashScene(PostgresServer.start(), folder);
    scene.direct.run("init").done();
    scene.direct.run("backup").done();
    return scene;
  }

  PostgresServer server() {
    return server;
  }

  CatalogDatabase database() {
    return database;
  }

  CuttingProxy proxy() {
    return proxy;
  }

  /** Runs commands over the proxy. */
  CommandRunner commands() {
    return throughProxy;
  }

  /** The same with an empty vault, in a folder of its own. */
  CommandRunner withEmptyVault(Path folder) {
    CommandRunner commands = throughProxy.withVault(folder.resolve("vault-" + vaults++));
    commands.run("init").done();
    return commands;
  }

  /** Counts the bytes of an undisturbed run. */
  long bytesOf(Runnable command) {
    proxy.reset();
    command.run();
    return proxy.forwarded();
  }

  /** Places all over a run of so many bytes: spread evenly, and closer at its begin and end. */
  static List<Long> places(long bytes, int count) {
    long spread = Math.max(1, bytes / count);
    LongStream evenly = LongStream.range(1, count).map(i -> i * spread);
    LongStream begin = LongStream.of(1, 1000);
    LongStream end = LongStream.of(4000, 2000, 1300, 800, 400, 100);
    return LongStream.concat(LongStream.concat(begin, evenly), end.map(before -> bytes - before))
        .filter(place -> place > 0)
        .sorted()
        .distinct()
        .boxed()
        .toList();
  }

  /** Wrecks the catalog and answers what it is then. */
  List<String> wreck() {
    database.wreck();
    return database.fingerprint();
  }

  /** The catalog that the backup in the vault has. */
  List<String> whole() {
    return whole;
  }

  /**
   * After an accident of a restore: the catalog is one of two, and a second restore needs nobody's
   * help.
   */
  void assertOldOrNewAfterRestore(String what, List<String> old) {
    proxy.reset();
    database.awaitNobody();
    assertThat(database.fingerprint()).as(what).isIn(old, whole);
    direct.run("restore", "latest", "--yes").done();
    assertThat(database.fingerprint()).as(what).isEqualTo(whole);
    assertThat(database.stagingSchemas()).as(what).isEmpty();
    direct.run("undo", "--release", "--yes").done();
  }

  /** After an accident of a backup: what is listed is sound, and a second backup works. */
  void assertSoundAfterBackup(String what, CommandRunner commands) {
    proxy.reset();
    database.awaitNobody();
    CommandResult listed = commands.run("list", "--json").done();
    int before = listed.summary().get("backups").size();
    assertThat(before).as(what).isLessThanOrEqualTo(1);
    if (before > 0) {
      commands.run("verify", "--all").done();
    }
    // A killed process's lease ends by itself within minutes, for which no test waits.
    commands.run("unlock", "--force", "--yes").done();
    commands.run("backup").done();
    commands.run("verify", "latest").done();
    assertThat(commands.run("list", "--json").done().summary().get("backups").size())
        .as(what)
        .isEqualTo(before + 1);
    assertThat(database.fingerprint()).as(what).isEqualTo(whole);
  }

  @Override
  public void close() {
    proxy.close();
    server.close();
  }
}
