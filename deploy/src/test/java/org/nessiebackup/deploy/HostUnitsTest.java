package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The units of systemd and the lines of cron, as the tools of a host read them. */
class HostUnitsTest {
  private static final Path UNITS = Deployment.home().resolve("systemd");
  private static final Path CRON = Deployment.home().resolve("cron/nessie-backup");

  /** The highest exposure, in tenths, that systemd may find: 2 of 10. */
  private static final int EXPOSURE = 20;

  private static @TempDir Path host;

  @BeforeAll
  static void install() throws IOException {
    Path system = Files.createDirectories(host.resolve("usr/lib/systemd/system"));
    for (Path unit : units("")) {
      Files.copy(unit, system.resolve(unit.getFileName().toString()));
    }
    // What every host has, and ours are ordered after.
    for (String each :
        List.of("sysinit", "basic", "shutdown", "network-online", "timers", "time-set")) {
      Files.writeString(system.resolve(each + ".target"), "[Unit]\nDescription=Of every host\n");
    }
    Files.writeString(system.resolve("time-sync.target"), "[Unit]\nDescription=Of every host\n");
    Files.writeString(system.resolve("-.mount"), "[Mount]\nWhat=none\nWhere=/\n");
    Files.writeString(system.resolve("system.slice"), "[Unit]\nDescription=Of every host\n");
    executable(host.resolve("usr/bin/nessie-backup"));
    executable(host.resolve("usr/lib/nessie-backup/on-failure"));
  }

  private static void executable(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static List<Path> units(String ending) throws IOException {
    try (Stream<Path> files = Files.list(UNITS)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(service|timer|target)"))
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .toList();
    }
  }

  private static String instance(Path unit) {
    return unit.getFileName().toString().replace("@.", "@prod.");
  }

  private static ImageLayout.Answer systemd(String... words) {
    assumeThat(Path.of("/usr/bin/systemd-analyze")).isExecutable();
    return ImageLayout.run(
        Stream.concat(Stream.of("systemd-analyze"), Stream.of(words)).toList(), Map.of());
  }

  @Test
  void systemdFindsNothingToComplainOf() throws IOException {
    for (Path unit : units("")) {
      assertThat(systemd("verify", "--man=no", "--root=" + host, instance(unit)))
          .as("%s", unit.getFileName())
          .isEqualTo(new ImageLayout.Answer(0, "", ""));
    }
  }

  @Test
  void jobsAreHardenedAsFarAsJavaAllows() throws IOException {
    for (Path unit : units(".service")) {
      if (unit.getFileName().toString().startsWith("nessie-backup-failure")) {
        continue;
      }
      ImageLayout.Answer answer =
          systemd(
              "security",
              "--offline=yes",
              "--no-pager",
              "--threshold=" + EXPOSURE,
              "--root=" + host,
              instance(unit));
      assertThat(answer.exitCode()).as("%s", answer.out()).isZero();
    }
  }

  @Test
  void everyTimerStartsAServiceAtATimeThatSystemdUnderstands() throws IOException {
    List<Path> timers = units(".timer");
    assertThat(timers).hasSize(6);
    for (Path timer : timers) {
      assertThat(Path.of(timer.toString().replace(".timer", ".service"))).exists();
      String calendar = value("OnCalendar", Files.readString(timer));
      assertThat(systemd("calendar", calendar).exitCode()).as(calendar).isZero();
    }
  }

  @Test
  void theTargetStartsAllTimersButTheDrill() throws IOException {
    String target = Files.readString(UNITS.resolve("nessie-backup@.target"));
    for (Path timer : units(".timer")) {
      String name = timer.getFileName().toString().replace("@.", "@%i.");
      boolean drill = name.contains("drill");
      assertThat(target.contains(name)).as(name).isNotEqualTo(drill);
      assertThat(Files.readString(timer).contains("PartOf=nessie-backup@%i.target"))
          .as(name)
          .isNotEqualTo(drill);
    }
  }

  @Test
  void whatUnitsAndCronRunIsWhatTheProgramKnows() throws IOException {
    for (Path unit : units(".service")) {
      String start = value("ExecStart", Files.readString(unit));
      if (start.startsWith("/usr/bin/nessie-backup ")) {
        known(List.of(start.split(" ")).subList(1, start.split(" ").length));
      }
    }
    List<MatchResult> lines =
        Pattern.compile("(?m)^[0-9*].* nessie-backup  nessie-backup (.*)$")
            .matcher(Files.readString(CRON))
            .results()
            .toList();
    assertThat(lines).hasSize(5);
    lines.forEach(line -> known(List.of(line.group(1).split(" "))));
  }

  private static void known(List<String> words) {
    assertThat(KnownOptionsTest.options(words.getFirst()))
        .as("%s", words)
        .containsAll(words.stream().filter(word -> word.startsWith("--")).toList());
  }

  @Test
  void theAccountAndItsFoldersAreMadeForItAlone() throws IOException {
    assumeThat(Path.of("/usr/bin/systemd-sysusers")).isExecutable();
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    Files.createDirectories(host.resolve("etc"));
    String root = "--root=" + host;

    ImageLayout.Answer users =
        ImageLayout.run(
            List.of("systemd-sysusers", root, UNITS.resolve("sysusers.conf").toString()), Map.of());
    assertThat(users.exitCode()).as("%s", users).isZero();
    assertThat(Files.readString(host.resolve("etc/passwd")))
        .containsPattern("(?m)^nessie-backup:.*:/var/lib/nessie-backup:/.*nologin$");
    ImageLayout.Answer folders =
        ImageLayout.run(
            List.of(
                "systemd-tmpfiles", "--create", root, UNITS.resolve("tmpfiles.conf").toString()),
            Map.of());
    assertThat(folders.exitCode()).as("%s", folders).isZero();
    assertThat(permissions("etc/nessie-backup")).isEqualTo("rwxr-x---");
    assertThat(permissions("var/lib/nessie-backup")).isEqualTo("rwx------");
  }

  private static String permissions(String folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(host.resolve(folder)));
  }

  private static String value(String name, String unit) {
    Matcher line = Pattern.compile("(?m)^" + name + "=(.*)$").matcher(unit);
    assertThat(line.find()).as(name).isTrue();
    return line.group(1);
  }
}
