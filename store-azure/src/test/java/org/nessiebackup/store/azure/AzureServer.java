package org.nessiebackup.store.azure;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.testing.StockProgram;

/** The vendor's emulator {@code azurite-blob}, as a process of its own, with one container. */
final class AzureServer implements AutoCloseable {
  /** The account that every such emulator has; its key is published by the vendor. */
  static final String ACCOUNT = "devstoreaccount1";

  static final String CONTAINER = "vaults";

  private static final Pattern LISTENING =
      Pattern.compile(".*successfully (listening at|listens on) (http://[0-9.]+:[0-9]+).*");

  private final Process process;
  private final String address;
  private final Thread atExit;

  private AzureServer(Process process, String address) {
    this.process = process;
    this.address = address;
    this.atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts one and makes the container; ends the test where the program is not installed. */
  static AzureServer start(Path folder) {
    ProcessBuilder builder =
        new ProcessBuilder(
                StockProgram.require("azurite-blob").executable().toString(),
                "--blobPort",
                "0",
                "--location",
                folder.toString(),
                "--silent",
                "--skipApiVersionCheck",
                "--disableTelemetry")
            .redirectErrorStream(true);
    try {
      AzureServer server = started(builder.start());
      server.makeContainer();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It says its address on its standard output when it is ready. */
  private static AzureServer started(Process process) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    List<String> said = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      Matcher listening = LISTENING.matcher(line);
      if (listening.matches()) {
        Thread.ofPlatform().daemon().start(() -> drain(output));
        return new AzureServer(process, listening.group(2) + "/" + ACCOUNT);
      }
    }
    throw new AssertionError("azurite did not start:\n" + String.join("\n", said));
  }

  private static void drain(BufferedReader output) {
    try {
      while (output.readLine() != null) {
        // A full pipe would stop the server.
      }
    } catch (IOException closed) {
      // It has ended.
    }
  }

  private void makeContainer() {
    new BlobContainerClientBuilder()
        .endpoint(address)
        .containerName(CONTAINER)
        .credential(
            new StorageSharedKeyCredential(ACCOUNT, System.getProperty("AZURE_STORAGE_KEY")))
        .httpClient(new JdkHttpClientBuilder().build())
        .buildClient()
        .create();
  }

  /** The port on 127.0.0.1. */
  int port() {
    return URI.create(address).getPort();
  }

  /** A place in the container. */
  AzureLocation place(String prefix) {
    return place(prefix, port());
  }

  /** The same, through a port that leads to this server. */
  AzureLocation place(String prefix, int through) {
    return AzureLocation.parse(
        "azblob://%s/%s/%s?endpoint=http://127.0.0.1:%d/%s"
            .formatted(ACCOUNT, CONTAINER, prefix, through, ACCOUNT));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
