package org.nessiebackup.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.nessiebackup.Cancellation;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Streams;

/** The process: streams, environment, signals and exit status. */
public final class Main {
  private static final int BUFFER = 1 << 16;

  private Main() {}

  /** Runs the program and ends the process. */
  public static void main(String[] args) {
    homeOfTheEnvironment();
    LibraryLogs.drop();
    NativeCryptography cryptography = NativeCryptography.load();
    // The text is UTF-8 wherever it goes; a locale of "C" must not turn it into question marks.
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    Cancellation cancellation = new Cancellation();
    StopSignal signal = StopSignal.listen(cancellation);
    boolean child = System.getenv(Invocation.CHILD) != null;
    if (child) {
      signal.followInput(System.in);
    }
    int status =
        new Program(
                new Invocation(
                    new Streams(out, err, child ? InputStream.nullInputStream() : System.in),
                    System.getenv(),
                    Clock.systemUTC(),
                    cancellation),
                cryptography::await)
            .run(args);
    out.flush();
    err.flush();
    signal.exit(status);
  }

  /**
   * Java asks the system's list of accounts where home is. Everybody else asks HOME, and in a
   * container there is often no such account: .pgpass, .pg_service.conf and .aws are looked for.
   */
  private static void homeOfTheEnvironment() {
    String home = System.getenv("HOME");
    if (home != null && !home.isEmpty()) {
      System.setProperty("user.home", home);
    }
  }

  /**
   * Runs the program inside another one.
   *
   * @return the exit status
   */
  public static int run(
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      InputStream in,
      String... args) {
    return new Program(
            new Invocation(
                new Streams(out, err, in),
                Map.copyOf(environment),
                Clock.systemUTC(),
                new Cancellation()),
            () -> {})
        .run(args);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor), BUFFER),
        descriptor == FileDescriptor.err,
        StandardCharsets.UTF_8);
  }
}
