package org.nessiebackup.sandbox;

import java.util.ArrayList;
import java.util.List;

/** Makes a program end with the process that started it, even if that is killed. */
public final class BoundCommand {
  private BoundCommand() {}

  /**
   * The command, which the kernel asks to end (SIGTERM) when the thread that started it does. Where
   * {@code setpriv} is missing it is the command as it was.
   */
  public static List<String> of(List<String> command) {
    List<String> whole = new ArrayList<>();
    ServerAccount.program("setpriv")
        .ifPresent(setpriv -> whole.addAll(List.of(setpriv, "--pdeathsig=TERM", "--")));
    whole.addAll(command);
    return whole;
  }
}
