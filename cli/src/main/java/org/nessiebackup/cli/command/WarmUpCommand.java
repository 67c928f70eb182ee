package org.nessiebackup.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.nessiebackup.Cancellation;
import org.nessiebackup.cli.output.Invocation;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.segment.DumpCompression;
import picocli.CommandLine.Command;

/**
 * Has everything loaded that the usual commands need, so that the launcher can record it. Whatever
 * fails in here costs a little time in later starts and nothing else.
 */
@Command(
    name = "warm-up",
    hidden = true,
    description = "Load what commands need; the launcher records it to start faster.")
final class WarmUpCommand implements Callable<Integer> {
  /** One class of each library of which all classes are loaded. */
  private static final List<String> LIBRARIES =
      List.of(
          "org.nessiebackup.Failure",
          "org.nessiebackup.store.s3.S3Store",
          "org.nessiebackup.cli.command.NessieBackup",
          "org.postgresql.Driver",
          "com.github.luben.zstd.Zstd");

  @Override
  public Integer call() throws IOException {
    documents();
    compression();
    commands();
    bucket();
    LIBRARIES.forEach(WarmUpCommand::loadAllOf);
    return 0;
  }

  private static void documents() {
    byte[] bytes =
        Documents.write(
            new VaultDescription(
                "warm-up", Clock.systemUTC().instant(), "warm-up", "none", Optional.empty()));
    Documents.read(bytes, "warm-up", VaultDescription.class);
  }

  private static void compression() throws IOException {
    try (OutputStream zstd = DumpCompression.zstd(OutputStream.nullOutputStream())) {
      zstd.write(1);
    }
  }

  /** The last one gets as far as a server that hangs up at once. */
  private static void commands() throws IOException {
    Path folder = Files.createTempDirectory("nessie-backup-warm-up-");
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> hangUp(listener));
      String vault = folder.toString();
      String url = "jdbc:postgresql://127.0.0.1:%d/none".formatted(listener.getLocalPort());
      run("--help");
      run("backup", "--help");
      run("version", "--json");
      run("init", "--vault", vault);
      run("list", "--vault", vault, "--json");
      run("verify", "--all", "--vault", vault);
      run("backup", "--vault", vault, "--jdbc-url", url, "--user", "nobody");
    } finally {
      Files.deleteIfExists(folder.resolve("vault.json"));
      Files.deleteIfExists(folder);
    }
  }

  private static void bucket() throws IOException {
    System.setProperty("aws.accessKeyId", "warm-up");
    System.setProperty("aws.secretAccessKey", "warm-up");
    try (AnsweringMachine machine = new AnsweringMachine()) {
      String vault = "s3://warm-up?endpoint=http://127.0.0.1:%d".formatted(machine.port());
      run("init", "--vault", vault);
      run("list", "--vault", vault);
    }
  }

  private static void hangUp(ServerSocket listener) {
    try {
      listener.accept().close();
    } catch (IOException e) {
      // Nobody came.
    }
  }

  private static void run(String... arguments) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Invocation invocation =
        new Invocation(
            nowhere,
            nowhere,
            InputStream.nullInputStream(),
            Map.of(),
            Clock.systemUTC(),
            new Cancellation());
    NessieBackup.commandLine(invocation, arguments).execute(arguments);
  }

  private static void loadAllOf(String className) {
    ClassLoader loader = WarmUpCommand.class.getClassLoader();
    try {
      Class<?> sample = Class.forName(className, false, loader);
      URI place = sample.getProtectionDomain().getCodeSource().getLocation().toURI();
      try (JarFile jar = new JarFile(Path.of(place).toFile())) {
        jar.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF"))
            .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
            .forEach(name -> load(name, loader));
      }
    } catch (Exception e) {
      // Not from a jar: this is no installation, and nothing is recorded.
    }
  }

  private static void load(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      // Belongs to something that is not on the class path and that we do not use.
    }
  }
}
