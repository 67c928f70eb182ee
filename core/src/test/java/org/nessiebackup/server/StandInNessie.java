package org.nessiebackup.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Answers what a Nessie and a provider of tokens do, on the loopback interface, to those who say
 * what they have to.
 */
final class StandInNessie implements AutoCloseable {
  private static final String PASSWORD = "throw-away";
  private static final String REFERENCES =
      """
      {"hasMore": false, "references": [{"type": "BRANCH", "name": "main",
       "hash": "2e1cfa82b035c26cbbbdae632cea070514eb8b773f616aaeaf668e2f0be8f10d"}]}
      """;

  private final HttpServer server;
  private final String scheme;
  private final Queue<String> authorizations = new ConcurrentLinkedQueue<>();
  private final Queue<String> tokenRequests = new ConcurrentLinkedQueue<>();
  private volatile String wanted = "";
  private volatile int status = 200;

  private StandInNessie(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/api/v2/trees", this::references);
    server.createContext("/token", this::token);
    server.createContext("/.well-known/openid-configuration", this::discovery);
    server.start();
  }

  static StandInNessie start() {
    try {
      return new StandInNessie(HttpServer.create(anyPort(), 0), "http");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With a certificate that signs itself; the folder gets it as {@code server.pem}. */
  static StandInNessie startSecure(Path folder) {
    try {
      KeyStore keys = certificate(folder);
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      HttpsServer server = HttpsServer.create(anyPort(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      return new StandInNessie(server, "https");
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static KeyStore certificate(Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path file = folder.resolve("server.p12");
    Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
    String options =
        "-genkeypair -storetype PKCS12 -alias server -keyalg EC -groupname secp256r1"
            + " -dname CN=127.0.0.1 -ext san=ip:127.0.0.1 -validity 30";
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("keytool ended with " + process.exitValue());
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    Files.writeString(
        folder.resolve("server.pem"),
        "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
            .formatted(
                Base64.getMimeEncoder()
                    .encodeToString(keys.getCertificate("server").getEncoded())));
    return keys;
  }

  /** Lets only those in who send this. */
  StandInNessie wanting(String authorization) {
    wanted = authorization;
    return this;
  }

  /** Answers those who are let in with this status. */
  StandInNessie answering(int code) {
    status = code;
    return this;
  }

  URI address(String path) {
    return URI.create("%s://127.0.0.1:%d%s".formatted(scheme, server.getAddress().getPort(), path));
  }

  /** What was sent to prove who asks. */
  List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  /** The bodies of requests for tokens. */
  List<String> tokenRequests() {
    return List.copyOf(tokenRequests);
  }

  private void references(HttpExchange exchange) throws IOException {
    String sent = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    authorizations.add(sent);
    if (!wanted.isEmpty() && !sent.equals(wanted)) {
      answer(exchange, 401, "");
    } else {
      answer(exchange, status, status == 200 ? REFERENCES : "not today");
    }
  }

  private void token(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    tokenRequests.add(body);
    String credentials =
        Base64.getEncoder()
            .encodeToString("the client:the secret".getBytes(StandardCharsets.UTF_8));
    String sent = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (sent.equals("Basic " + credentials)) {
      answer(
          exchange,
          200,
          "{\"access_token\": \"fetched\", \"token_type\": \"Bearer\", \"expires_in\": 300}");
    } else {
      answer(exchange, 401, "{\"error\": \"invalid_client\"}");
    }
  }

  private void discovery(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        200,
        "{\"issuer\": \"%s\", \"authorization_endpoint\": \"%s\", \"token_endpoint\": \"%s\"}"
            .formatted(address(""), address("/authorize"), address("/token")));
  }

  private static void answer(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
