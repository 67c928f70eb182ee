package org.nessiebackup.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says who works, to others who have to wait for it. */
public final class WorkOwner {
  private static final Pattern PROCESS = Pattern.compile("host (.+), process ([0-9]{1,10})");
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private WorkOwner() {}

  static String of(Invocation invocation) {
    return "host %s, process %d".formatted(host(invocation), ProcessHandle.current().pid());
  }

  /**
   * Whether this was a process of this host, as far as names tell, that is there no more. One that
   * has the number of this process was so before it: a container begins to count anew.
   */
  public static boolean isGone(String owner, Invocation invocation) {
    Matcher process = PROCESS.matcher(owner);
    if (!process.matches() || !process.group(1).equals(host(invocation))) {
      return false;
    }
    long number = Long.parseLong(process.group(2));
    return number == ProcessHandle.current().pid()
        || ProcessHandle.of(number).filter(ProcessHandle::isAlive).isEmpty();
  }

  private static String host(Invocation invocation) {
    return invocation.variable("HOSTNAME").orElseGet(WorkOwner::hostName);
  }

  /** Without asking the network, which may take long and knows other names. */
  private static String hostName() {
    try {
      return Files.readString(HOST_NAME).strip();
    } catch (IOException notLinux) {
      return "unknown";
    }
  }
}
