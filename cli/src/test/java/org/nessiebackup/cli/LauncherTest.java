package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.Cancellation;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Streams;
import picocli.CommandLine.Model.OptionSpec;

/** The script bin/nessie-backup, in front of Javas that only say how they were called. */
@Timeout(60)
class LauncherTest {
  private static final String BUILT = "dist/target/nessie-backup";

  private @TempDir Path folder;
  private Path home;
  private Path launcher;

  @BeforeEach
  void makeAnInstallation() throws IOException {
    home = Files.createDirectories(folder.resolve("an installation"));
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Files.createFile(home.resolve("lib/nessie-backup.jar"));
    launcher = home.resolve("bin/nessie-backup");
    Files.copy(Path.of("..", "bin", "nessie-backup"), launcher);
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
  }

  private Path java(String name, String version) throws IOException {
    Path java = folder.resolve(name);
    Files.createDirectories(java.resolve("bin"));
    Files.writeString(
        java.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    Path program = java.resolve("bin/java");
    Files.writeString(
        program, "#!/bin/sh\necho " + name + "\nfor word; do echo \"<$word>\"; done\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return java;
  }

  private ProgramRun start(Path directory, List<String> command, Map<String, String> variables)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    int status =
        builder(directory, command, variables)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    return new ProgramRun(status, Files.readString(out), Files.readString(err));
  }

  private static ProcessBuilder builder(
      Path directory, List<String> command, Map<String, String> variables) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.contains("JAVA") || name.startsWith("NESSIE_"));
    builder.environment().put("NESSIE_BACKUP_CACHE", "off");
    builder.environment().putAll(variables);
    return builder;
  }

  @Test
  void argumentsArriveAsTheyAre() throws Exception {
    Path java = java("java21", "21.0.4");
    ProgramRun run =
        start(
            folder,
            List.of(launcher.toString(), "list", "a b", "*", ""),
            Map.of(
                "NESSIE_BACKUP_JAVA_HOME", java.toString(), "NESSIE_BACKUP_JAVA_OPTS", "-Xa -Xb"));
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .startsWith("java21")
        .containsSubsequence("<-Xa>", "<-Xb>", "<-jar>")
        .contains("<" + home.toRealPath().resolve("lib/nessie-backup.jar") + ">")
        .endsWith("<list>", "<a b>", "<*>", "<>");
  }

  @ParameterizedTest
  @CsvSource({
    "LC_ALL=C, C.UTF-8",
    "LANG=POSIX, C.UTF-8",
    "LANG=, C.UTF-8",
    "LANG=de_DE.UTF-8, none",
    "LC_ALL=de_DE.ISO-8859-1, de_DE.ISO-8859-1"
  })
  void withoutALocaleFilesMayHaveNamesOfAnyLetters(String given, String locale) throws Exception {
    Path java = java("java21", "21.0.4");
    Files.writeString(java.resolve("bin/java"), "#!/bin/sh\necho \"${LC_ALL:-none}\"\n");
    ProgramRun run =
        start(
            folder,
            List.of(
                "env", "-u", "LC_ALL", "-u", "LC_CTYPE", "-u", "LANG", given, launcher.toString()),
            Map.of("NESSIE_BACKUP_JAVA_HOME", java.toString()));
    assertThat(run.out()).isEqualTo(locale + "\n");
  }

  @Test
  void theProgramIsToldWhichStreamsAreTerminalsAndHowWideTheyAre() throws Exception {
    Path java = java("java21", "21.0.4");
    Files.writeString(
        java.resolve("bin/java"),
        "#!/bin/sh\necho \"$NESSIE_BACKUP_TERMINALS $NESSIE_BACKUP_COLUMNS\" >>"
            + folder.resolve("told")
            + "\n");
    Map<String, String> variables = Map.of("NESSIE_BACKUP_JAVA_HOME", java.toString());
    for (String command : List.of("'%s' list", "'%s' list >'%s'")) {
      start(
          folder,
          List.of(
              "script",
              "-qec",
              "stty cols 93; " + command.formatted(launcher, folder.resolve("list")),
              "/dev/null"),
          variables);
    }
    assertThat(Files.readString(folder.resolve("told")).lines()).containsExactly("012 93", "02 93");
  }

  @Test
  void aTerminalThatIsNobodysDoesNotTroubleIt() throws Exception {
    Path java = java("java21", "21.0.4");
    String command = "stty cols 93; setsid -w '%s' list".formatted(launcher);
    ProgramRun run =
        start(
            folder,
            List.of("script", "-qec", command, "/dev/null"),
            Map.of("NESSIE_BACKUP_JAVA_HOME", java.toString()));
    assertThat(run.out()).contains("<list>").doesNotContain("/dev/tty", "cannot open");
  }

  @Test
  void symbolicLinksLeadToTheInstallation() throws Exception {
    Path java = java("java21", "21.0.4");
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createSymbolicLink(
        elsewhere.resolve("second"), Path.of("..", "an installation", "bin", "nessie-backup"));
    Files.createSymbolicLink(elsewhere.resolve("first"), Path.of("second"));
    Map<String, String> variables = Map.of("NESSIE_BACKUP_JAVA_HOME", java.toString());
    for (List<String> command :
        List.of(List.of("./first", "version"), List.of("sh", "first", "version"))) {
      ProgramRun run = start(elsewhere, command, variables);
      assertThat(run.err()).isEmpty();
      assertThat(run.out()).contains("lib/nessie-backup.jar").endsWith("<version>\n");
    }
  }

  @Test
  void aJavaThatIsTooOldIsPassedOverForANewOne() throws Exception {
    Path old = java("java17", "17.0.9");
    Path recent = java("java25", "25.0.1");
    ProgramRun run =
        start(
            folder,
            List.of(launcher.toString(), "version"),
            Map.of("JAVA_HOME", old.toString(), "PATH", recent.resolve("bin") + ":/usr/bin:/bin"));
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("java25");
  }

  @Test
  void aJavaThatIsNamedAndTooOldIsAnError() throws Exception {
    Path old = java("java17", "17.0.9");
    ProgramRun run =
        start(
            folder,
            List.of(launcher.toString(), "version"),
            Map.of("NESSIE_BACKUP_JAVA_HOME", old.toString()));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("error: NESSIE_BACKUP_JAVA_HOME")
        .contains("17.0.9")
        .contains("hint: ");
  }

  @Test
  void whereThereIsNoJavaTheMessageSaysWhatWasLookedAt() throws Exception {
    Path old = java("java17", "17.0.9");
    ProgramRun run =
        start(
            folder,
            List.of(launcher.toString(), "version"),
            Map.of(
                "JAVA_HOME",
                old.toString(),
                "PATH",
                "/usr/bin:/bin",
                "HOME",
                folder.toString(),
                "NESSIE_BACKUP_JAVA_PLACES",
                ""));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("error: no Java 21 or newer was found")
        .contains("Java 17.0.9 in " + old + " (JAVA_HOME)")
        .contains("/usr/lib/jvm")
        .contains("apt-get install");
  }

  @Test
  void whatIsNeitherInstalledNorACheckoutIsSaid() throws Exception {
    Path java = java("java21", "21.0.4");
    Files.delete(home.resolve("lib/nessie-backup.jar"));
    Files.delete(home.resolve("lib"));
    ProgramRun run =
        start(
            folder,
            List.of(launcher.toString(), "version"),
            Map.of("NESSIE_BACKUP_JAVA_HOME", java.toString()));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("neither an installation nor a checkout");
  }

  @Test
  void aFailingFirstBuildShowsItsEndAndItsLog() throws Exception {
    Path java = java("java21", "21.0.4");
    Map<String, String> variables = checkout(java, "echo something is wrong; exit 1");
    ProgramRun run = start(folder, List.of(launcher.toString(), "version"), variables);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("something is wrong").contains("first-build.log");
    assertThat(Files.isSymbolicLink(home.resolve("dist/target/build.lock"))).isFalse();
  }

  /** What is neither installed nor built, and a Maven that does what it is told here. */
  private Map<String, String> checkout(Path java, String maven) throws IOException {
    Files.delete(home.resolve("lib/nessie-backup.jar"));
    Files.delete(home.resolve("lib"));
    Files.createFile(home.resolve("pom.xml"));
    Path programs = Files.createDirectories(folder.resolve("programs"));
    Path program = programs.resolve("mvn");
    Files.writeString(program, "#!/bin/sh\necho \"$*\" >>calls\n" + maven + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return Map.of("NESSIE_BACKUP_JAVA_HOME", java.toString(), "PATH", programs + ":/usr/bin:/bin");
  }

  private static final String BUILDS =
      "mkdir -p %1$s/lib\n: >%1$s/lib/nessie-backup.jar".formatted(BUILT);

  @Test
  void theFirstUseOfACheckoutBuildsQuicklyAndTheSecondDoesNotBuild() throws Exception {
    Map<String, String> variables = checkout(java("java21", "21.0.4"), BUILDS);
    ProgramRun first = start(folder, List.of(launcher.toString(), "version"), variables);
    assertThat(first.err())
        .contains("building, once", "first-build.log", "built in")
        .hasLineCount(3);
    assertThat(first.out()).endsWith("<version>\n");
    ProgramRun second = start(folder, List.of(launcher.toString(), "version"), variables);
    assertThat(second.err()).isEmpty();
    assertThat(home.resolve("calls"))
        .content()
        .startsWith("-B -Pquick ")
        .endsWith(" -pl dist -am package\n");
  }

  @Test
  void twoFirstCommandsAtOnceBuildOnce() throws Exception {
    Map<String, String> variables =
        checkout(java("java21", "21.0.4"), "until [ -f go ]; do :; done\n" + BUILDS);
    Process first = background("first", variables);
    until(() -> Files.exists(home.resolve("calls")));
    Process second = background("second", variables);
    until(() -> Files.readString(folder.resolve("second")).contains("another process is building"));
    Files.createFile(home.resolve("go"));
    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    assertThat(home.resolve("calls")).content().hasLineCount(1);
  }

  @Test
  void whatAKilledBuildHasLeftKeepsNobodyWaiting() throws Exception {
    Map<String, String> variables = checkout(java("java21", "21.0.4"), BUILDS);
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path target = Files.createDirectories(home.resolve("dist/target"));
    Files.createSymbolicLink(target.resolve("build.lock"), Path.of("" + gone.pid()));
    ProgramRun run = start(folder, List.of(launcher.toString(), "version"), variables);
    assertThat(run.err()).contains("built in").doesNotContain("waiting");
    assertThat(target.toFile().list())
        .containsExactlyInAnyOrder("first-build.log", "nessie-backup");
  }

  @Test
  void twoFirstCommandsAtOnceMakeOneArchive() throws Exception {
    Path cache = Files.createDirectories(folder.resolve("cache"));
    Path java = archivingJava("25.0.1", "0");
    Path program = java.resolve("bin/java");
    Files.writeString(
        program,
        Files.readString(program)
            .replace("exit 0", "case $* in *warm-up*) until [ -f go ]; do :; done ;; esac"));
    Map<String, String> variables = withArchiveOf(java, cache);
    Process first = background("first", variables);
    until(() -> cache.toFile().list().length > 1);

    ProgramRun second = start(folder, List.of(launcher.toString(), "version"), variables);
    assertThat(second.status()).isZero();
    assertThat(second.out()).doesNotContain("Archive").endsWith("<version>\n");

    Files.createFile(folder.resolve("go"));
    assertThat(first.waitFor()).isZero();
    assertThat(cache.toFile().list()).containsExactly("nessie-backup-25.0.1.jsa");
  }

  /** Starts a command; what it says on either stream is in a file of that name. */
  private Process background(String name, Map<String, String> variables) throws IOException {
    return builder(folder, List.of(launcher.toString(), "version"), variables)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name).toFile())
        .start();
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** One that leaves an archive where it is told to, as a real one does at its end. */
  private Path archivingJava(String version, String status) throws IOException {
    Path java = java("java", version);
    Files.writeString(
        java.resolve("bin/java"),
        """
        #!/bin/sh
        for word; do
          echo "<$word>"
          case $word in
            -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=*) echo "$*" >"${word#*=}" ;;
          esac
        done
        exit %s
        """
            .formatted(status));
    return java;
  }

  private Map<String, String> withArchiveOf(Path java, Path cache) {
    return Map.of("NESSIE_BACKUP_JAVA_HOME", java.toString(), "NESSIE_BACKUP_CACHE", "" + cache);
  }

  @Test
  void theFirstCommandMakesAnArchiveQuickly() throws Exception {
    Path cache = Files.createDirectories(folder.resolve("a cache"));
    Path archive = cache.resolve("nessie-backup-25.0.1.jsa");
    Map<String, String> variables = withArchiveOf(archivingJava("25.0.1", "0"), cache);

    ProgramRun first = start(folder, List.of(launcher.toString(), "version"), variables);
    assertThat(first.status()).isZero();
    assertThat(first.out().lines()).contains("<-XX:SharedArchiveFile=" + archive + ">");
    assertThat(archive).content().endsWith(" warm-up\n");

    Files.writeString(archive, "old");
    ProgramRun second = start(folder, List.of(launcher.toString(), "version"), variables);
    assertThat(second.out().lines()).contains("<-XX:SharedArchiveFile=" + archive + ">");
    assertThat(archive).hasContent("old");
  }

  @Test
  void aWarmUpRehearsesBackupsAndMakesACacheOfLinkedClasses() throws Exception {
    Path cache = Files.createDirectories(folder.resolve("a cache"));
    Path linked = cache.resolve("nessie-backup-25.0.1.aot");
    Map<String, String> variables = withArchiveOf(archivingJava("25.0.1", "0"), cache);

    ProgramRun warmUp = start(folder, List.of(launcher.toString(), "warm-up"), variables);
    assertThat(warmUp.status()).isZero();
    assertThat(warmUp.out()).isEqualTo("made " + linked + "\n");
    assertThat(linked).content().endsWith(" warm-up --backups\n");
    assertThat(cache.toFile().list()).containsExactly(linked.getFileName().toString());

    ProgramRun run = start(folder, List.of(launcher.toString(), "list"), variables);
    assertThat(run.out().lines())
        .contains("<-XX:AOTCache=" + linked + ">")
        .noneMatch(option -> option.contains("SharedArchiveFile"));
  }

  /** From 25 on there is such a cache; and some Javas do not start with it. */
  @ParameterizedTest
  @CsvSource({"24.0.2, -XX:None", "25.0.1, -XX:AOTCache="})
  void whereThereIsNoSuchCacheAWarmUpMakesAnArchive(String version, String refused)
      throws Exception {
    Path cache = Files.createDirectories(folder.resolve("cache"));
    Path java = archivingJava(version, "0");
    Files.writeString(
        java.resolve("bin/java"),
        Files.readString(java.resolve("bin/java"))
            .replace("case $word in", "case $word in\n      " + refused + "*) exit 1 ;;"));
    ProgramRun run =
        start(folder, List.of(launcher.toString(), "warm-up"), withArchiveOf(java, cache));
    assertThat(run.status()).isZero();
    Path archive = cache.resolve("nessie-backup-" + version + ".jsa");
    assertThat(run.out()).isEqualTo("made " + archive + "\n");
    assertThat(archive).content().endsWith(" warm-up --backups\n");
    assertThat(cache.toFile().list()).containsExactly(archive.getFileName().toString());
  }

  /** Whatever the words are: a tag may be called as a command, and an option may be a variable. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "backup",
        "backup --type incremental --tag log",
        "verify latest --graph=true",
        "restore-ref latest main",
        "export --format nessie-zip",
        "demo",
        "version"
      })
  void allCommandsAreStartedInOneWay(String words) throws Exception {
    nativeLibraries();
    Map<String, String> variables =
        Map.of("NESSIE_BACKUP_JAVA_HOME", java("java21", "21.0.4").toString());
    assertThat(options(launch(List.of(words.split(" ")), variables)))
        .isEqualTo(options(launch(List.of("list"), variables)));
  }

  private static List<String> options(List<String> launched) {
    return launched.subList(0, launched.indexOf("<-jar>"));
  }

  /** For all platforms, as the build makes them. */
  private void nativeLibraries() throws IOException {
    for (String platform :
        List.of("linux-x86_64", "linux-aarch64", "darwin-x86_64", "darwin-aarch64")) {
      Files.createDirectories(home.resolve("lib/native").resolve(platform));
    }
  }

  @Test
  void whereCiphersAreNativeTheQuickCompilerIsEnough() throws Exception {
    nativeLibraries();
    Map<String, String> variables =
        Map.of("NESSIE_BACKUP_JAVA_HOME", java("java21", "21.0.4").toString());
    assertThat(launch(List.of("backup"), variables))
        .contains("<-XX:TieredStopAtLevel=1>")
        .anySatisfy(
            option ->
                assertThat(option)
                    .startsWith("<-Djava.library.path=" + home.toRealPath() + "/lib/native/"));
  }

  @Test
  void whereCiphersAreJavasOwnTheyAreOptimized() throws Exception {
    Path java = java("java21", "21.0.4");
    Map<String, String> variables = Map.of("NESSIE_BACKUP_JAVA_HOME", java.toString());
    assertThat(launch(List.of("backup"), variables)).noneMatch(LauncherTest::isForNativeCode);

    nativeLibraries();
    assertThat(launch(List.of("backup"), variables)).anyMatch(LauncherTest::isForNativeCode);
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"21.0.4\"\nLIBC=\"musl\"\n");
    assertThat(launch(List.of("backup"), variables)).noneMatch(LauncherTest::isForNativeCode);

    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"21.0.4\"\nLIBC=\"gnu\"\n");
    Path programs = Files.createDirectories(folder.resolve("programs"));
    Path uname = Files.writeString(programs.resolve("uname"), "#!/bin/sh\necho Linux riscv64\n");
    assertThat(uname.toFile().setExecutable(true)).isTrue();
    assertThat(
            launch(
                List.of("backup"),
                Map.of(
                    "NESSIE_BACKUP_JAVA_HOME",
                    java.toString(),
                    "PATH",
                    programs + ":" + System.getenv("PATH"))))
        .noneMatch(LauncherTest::isForNativeCode);
  }

  private static boolean isForNativeCode(String option) {
    return option.contains("TieredStopAtLevel") || option.contains("java.library.path");
  }

  @Test
  void whatStaysHasLittleMemory() throws Exception {
    Map<String, String> variables =
        Map.of("NESSIE_BACKUP_JAVA_HOME", java("java21", "21.0.4").toString());
    assertThat(launch(List.of("--config", "x.toml", "serve"), variables))
        .contains("<-Xms48m>", "<-Xmx96m>", "<-Xmn24m>", "<-XX:MaxHeapFreeRatio=40>");
    assertThat(launch(List.of("-v", "journal", "--debug", "run", "--synchronous"), variables))
        .contains("<-Xms88m>", "<-Xmx192m>", "<-Xmn64m>", "<-XX:MaxHeapFreeRatio=40>");
    assertThat(launch(List.of("serve", "--help"), variables)).contains("<-Xmx1024m>");
    assertThat(launch(List.of("journal", "status"), variables)).contains("<-Xmx1024m>");
    assertThat(launch(List.of("journal", "serve"), variables)).contains("<-Xmx1024m>");
    assertThat(launch(List.of("journal"), variables)).contains("<-Xmx1024m>");
  }

  @Test
  void aCatalogThatIsCalledLikeACommandIsNone() throws Exception {
    Map<String, String> variables =
        Map.of("NESSIE_BACKUP_JAVA_HOME", java("java21", "21.0.4").toString());
    assertThat(launch(List.of("backup", "--catalog", "serve"), variables)).contains("<-Xmx1024m>");
    assertThat(launch(List.of("--catalog", "serve", "backup"), variables)).contains("<-Xmx1024m>");
    assertThat(launch(List.of("--catalog"), variables)).contains("<-Xmx1024m>");
  }

  private static Invocation nothing() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new Invocation(
        new Streams(nowhere, nowhere, InputStream.nullInputStream()),
        Map.of(),
        Clock.systemUTC(),
        new Cancellation());
  }

  @Test
  void optionsOfEveryCommandMayStandBeforeAServiceToo() throws Exception {
    Map<String, String> variables =
        Map.of("NESSIE_BACKUP_JAVA_HOME", java("java21", "21.0.4").toString());
    List<OptionSpec> options =
        Commands.ALL.whole(nothing()).getCommandSpec().options().stream()
            .filter(option -> !option.usageHelp())
            .toList();
    assertThat(options).hasSizeGreaterThan(15);
    for (OptionSpec option : options) {
      for (String name : option.names()) {
        List<String> words =
            option.arity().min() > 0 ? List.of(name, "x", "serve") : List.of(name, "serve");
        assertThat(launch(words, variables)).as("%s", words).contains("<-Xmx96m>");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "memory.max, max, 1024",
    "memory.max, 8589934592, 1024",
    "memory.max, 1073741824, 512",
    "memory.max, 268435456, 128",
    "memory.max, 67108864, 64",
    "team/nightly/memory.max, 536870912, 256",
    "team/memory.max, 536870912, 256",
    "other/memory.max, 536870912, 1024",
    "memory/memory.limit_in_bytes, 536870912, 256",
    "memory/memory.limit_in_bytes, 9223372036854771712, 1024",
    "memory.high, 1, 1024"
  })
  void halfOfWhatTheControlGroupMayHaveIsForJavasHeap(String file, String limit, int megabytes)
      throws Exception {
    Path groups = folder.resolve("cgroup");
    Path written = groups.resolve(file);
    Files.createDirectories(written.getParent());
    Files.writeString(written, limit + "\n");
    Files.writeString(groups.resolve("cgroup"), "0::/team/nightly\n");
    assertThat(
            launch(
                List.of("backup"),
                Map.of(
                    "NESSIE_BACKUP_JAVA_HOME",
                    java("java21", "21.0.4").toString(),
                    "NESSIE_BACKUP_CGROUPS",
                    groups.toString())))
        .contains("<-Xmx" + megabytes + "m>");
  }

  @Test
  void whoSaysHowMuchMemoryThereIsMayHaveLessThanJavaWouldBeginWith() throws Exception {
    String java = java("java21", "21.0.4").toString();
    assertThat(launch(List.of("list"), Map.of("NESSIE_BACKUP_JAVA_HOME", java)))
        .contains("<-Xms40m>", "<-XX:NewSize=24m>");
    assertThat(
            launch(
                List.of("list"),
                Map.of("NESSIE_BACKUP_JAVA_HOME", java, "NESSIE_BACKUP_JAVA_OPTS", "-Xmx34m")))
        .contains("<-Xmx34m>")
        .noneMatch(option -> option.startsWith("<-Xms") || option.startsWith("<-XX:NewSize"));
  }

  @Test
  void aWarmUpPassesOnWhatTheProgramWarnsOfAndNotWhatJavaSays() throws Exception {
    Path cache = Files.createDirectories(folder.resolve("cache"));
    Path java = archivingJava("25.0.1", "0");
    Path program = java.resolve("bin/java");
    Files.writeString(
        program,
        Files.readString(program)
            .replace("exit 0", "echo 'warning: no server' >&2; echo Picked up >&2; exit 0"));
    ProgramRun run =
        start(folder, List.of(launcher.toString(), "warm-up"), withArchiveOf(java, cache));
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEqualTo("warning: no server\n");
    assertThat(cache.toFile().list()).containsExactly("nessie-backup-25.0.1.aot");
  }

  private List<String> launch(List<String> words, Map<String, String> variables) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(words);
    return start(folder, command, variables).out().lines().toList();
  }

  @Test
  void anArchiveThatIsOlderThanTheProgramIsMadeAgain() throws Exception {
    Path cache = Files.createDirectories(folder.resolve("cache"));
    Map<String, String> variables = withArchiveOf(archivingJava("25.0.1", "0"), cache);
    Path archive = Files.writeString(cache.resolve("nessie-backup-25.0.1.jsa"), "old");
    Files.setLastModifiedTime(archive, FileTime.fromMillis(0));

    ProgramRun run = start(folder, List.of(launcher.toString(), "backup"), variables);
    assertThat(run.out()).contains("-XX:SharedArchiveFile=" + archive);
    assertThat(archive).content().endsWith(" warm-up\n");
  }

  @Test
  void aWarmUpThatFailsSaysSoAndLeavesTheOldArchive() throws Exception {
    Path cache = Files.createDirectories(folder.resolve("cache"));
    Path archive = Files.writeString(cache.resolve("nessie-backup-25.0.1.jsa"), "old");

    ProgramRun run =
        start(
            folder,
            List.of(launcher.toString(), "warm-up"),
            withArchiveOf(archivingJava("25.0.1", "1"), cache));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no archive could be made in \"" + cache + "\"", "hint: ");
    assertThat(archive).hasContent("old");
    assertThat(cache.toFile().list()).containsExactly("nessie-backup-25.0.1.jsa");
  }

  @Test
  void aWarmUpWithoutAPlaceForItIsAnError() throws Exception {
    Path java = java("java25", "25.0.1");
    ProgramRun run =
        start(
            folder,
            List.of(launcher.toString(), "warm-up"),
            Map.of("NESSIE_BACKUP_JAVA_HOME", java.toString()));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("NESSIE_BACKUP_CACHE is \"off\"");
  }
}
