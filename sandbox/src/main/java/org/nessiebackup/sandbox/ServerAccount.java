package org.nessiebackup.sandbox;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The account under which the server runs: our own, or an unprivileged one if we are root, whom
 * PostgreSQL refuses to serve.
 *
 * @param name its name, empty for our own account
 * @param user its number
 * @param group the number of its group
 */
record ServerAccount(String name, long user, long group) {

  private static final List<String> UNPRIVILEGED = List.of("nobody", "postgres");

  static ServerAccount choose() throws IOException {
    UnixSystem own = new UnixSystem();
    if (own.getUid() != 0) {
      return new ServerAccount("", own.getUid(), own.getGid());
    }
    List<String> accounts = Files.readAllLines(Path.of("/etc/passwd"));
    for (String wanted : UNPRIVILEGED) {
      for (String account : accounts) {
        String[] fields = account.split(":", -1);
        if (fields.length > 3 && fields[0].equals(wanted)) {
          return new ServerAccount(wanted, Long.parseLong(fields[2]), Long.parseLong(fields[3]));
        }
      }
    }
    throw new IllegalStateException(
        "PostgreSQL doesn't run as root, and there is no account of the names " + UNPRIVILEGED);
  }

  static long ownId() {
    return new UnixSystem().getUid();
  }

  static long ownerOf(Path path) throws IOException {
    return ((Number) Files.getAttribute(path, "unix:uid")).longValue();
  }

  /** Whether this is another account than ours. */
  boolean isForeign() {
    return !name.isEmpty();
  }

  /**
   * The command, run by this account. Where {@code setpriv} exists the kernel also interrupts the
   * command when the thread that started it ends, be it because our process was killed.
   */
  List<String> command(List<String> command) {
    List<String> whole = new ArrayList<>();
    Optional<String> setpriv = program("setpriv");
    Optional<String> runuser = program("runuser");
    if (setpriv.isPresent()) {
      whole.add(setpriv.get());
      if (isForeign()) {
        whole.addAll(List.of("--reuid=" + user, "--regid=" + group, "--clear-groups"));
      }
      whole.addAll(List.of("--pdeathsig=INT", "--"));
    } else if (isForeign() && runuser.isPresent()) {
      whole.addAll(List.of(runuser.get(), "-u", name, "--"));
    } else if (isForeign()) {
      // The words after the script become $0, $1 and so on: nothing in them is read as shell text.
      whole.addAll(List.of("su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", name, "--"));
    }
    whole.addAll(command);
    return whole;
  }

  /** Gives the folder and what is in it to this account, and takes it from everybody else. */
  void own(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    if (isForeign()) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : (Iterable<Path>) paths::iterator) {
          Files.setAttribute(path, "unix:gid", (int) group);
          Files.setAttribute(path, "unix:uid", (int) user);
        }
      }
    }
  }

  static Optional<String> program(String name) {
    String searched = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/bin:/sbin:/bin";
    return Stream.of(searched.split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
