package org.nessiebackup.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says who works, to others who have to wait for it. */
final class WorkOwner {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private WorkOwner() {}

  static String of(Invocation invocation) {
    return "host %s, process %d"
        .formatted(
            invocation.variable("HOSTNAME").orElseGet(WorkOwner::hostName),
            ProcessHandle.current().pid());
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
