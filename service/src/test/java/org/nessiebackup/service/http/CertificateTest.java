package org.nessiebackup.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.server.ServerTrust;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.security.Guard;
import org.nessiebackup.service.security.NoAuthentication;
import org.nessiebackup.service.security.OidcAuthentication;
import org.nessiebackup.service.security.OidcOptions;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.service.security.StandInProvider;
import org.nessiebackup.testing.StockProgram;

/** TLS, with certificates as openssl makes them and as Secrets in a pod are exchanged. */
class CertificateTest {
  @TempDir Path folder;

  private final BlockingQueue<String> troubles = new LinkedBlockingQueue<>();

  /** What a Secret is in a pod: links to files of a folder, which itself is a link. */
  private CertificateFiles secret() throws IOException {
    for (String name : List.of("tls.crt", "tls.key")) {
      Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
    }
    return new CertificateFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"));
  }

  private void exchange(Path content) throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), content.getFileName());
    Files.move(
        link,
        folder.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private Path issue(String name, String... kind) throws Exception {
    Path content = Files.createDirectory(folder.resolve(name));
    List<String> arguments =
        List.of(
            "req",
            "-x509",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=" + name,
            "-addext",
            "subjectAltName=IP:127.0.0.1,DNS:localhost",
            "-keyout",
            content.resolve("tls.key").toString(),
            "-out",
            content.resolve("tls.crt").toString(),
            "-newkey");
    String[] all = Stream.concat(arguments.stream(), Stream.of(kind)).toArray(String[]::new);
    StockProgram.require("openssl").run(new byte[0], all).succeeded();
    return content;
  }

  private WebServer serve(CertificateFiles files) {
    return WebServer.start(
        new WebOptions(
            InetSocketAddress.createUnresolved("127.0.0.1", 0), Set.of(), Optional.of(files)),
        new WebContent(
            List.of(
                Endpoint.of(
                    Method.GET,
                    "/",
                    Role.VIEWER,
                    any -> new Response.Body(200, "text/plain", "x", Map.of()))),
            ServedEndpoints.ASSETS,
            (request, problem) -> Response.json(problem.status(), problem.json())),
        new WebContext(
            new Guard(new NoAuthentication()),
            entry -> {},
            thrown -> troubles.add(thrown.getMessage()),
            Clock.systemUTC()));
  }

  private static SSLContext trust(Path content) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry(
        "server",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(Files.readAllBytes(content.resolve("tls.crt")))));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private static HttpResponse<String> get(WebServer server, Path trusted) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(trust(trusted)).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(server.address())).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String subject(WebServer server, Path trusted) throws Exception {
    int port = URI.create(server.address()).getPort();
    try (SSLSocket socket =
        (SSLSocket) trust(trusted).getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSubjectX500Principal()
          .getName();
    }
  }

  @Test
  @Timeout(60)
  void certificatesAreExchangedWithoutAStart() throws Exception {
    CertificateFiles files = secret();
    Path first = issue("first", "rsa:2048");
    exchange(first);
    try (WebServer server = serve(files)) {
      HttpResponse<String> answer = get(server, first);
      assertThat(server.address()).startsWith("https://");
      assertThat(answer.headers().firstValue("strict-transport-security"))
          .contains("max-age=31536000");

      Path second = issue("second", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
      exchange(second);
      while (!isServed(server, second, "CN=second")) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(get(server, second).statusCode()).isEqualTo(200);
      assertThat(troubles).isEmpty();
    }
  }

  private static boolean isServed(WebServer server, Path trusted, String subject) throws Exception {
    try {
      return subject(server, trusted).equals(subject);
    } catch (SSLException e) {
      return false;
    }
  }

  @Test
  @Timeout(60)
  void halfOfANewOneChangesNothingAndIsSaidOnce() throws Exception {
    CertificateFiles files = secret();
    Path first = issue("first", "rsa:2048");
    exchange(first);
    try (WebServer server = serve(files)) {
      Path mixed = issue("mixed", "rsa:2048");
      Files.copy(
          first.resolve("tls.key"), mixed.resolve("tls.key"), StandardCopyOption.REPLACE_EXISTING);
      exchange(mixed);
      assertThat(troubles.take())
          .isEqualTo(
              "\"%s\" is no certificate, or \"%s\" not its key"
                  .formatted(files.certificate(), files.key()));
      assertThat(subject(server, first)).isEqualTo("CN=first");
      assertThat(troubles).isEmpty();
    }
  }

  @Test
  void oldProtocolsAndPlainRequestsAreRefused() throws Exception {
    CertificateFiles files = secret();
    Path first = issue("first", "rsa:2048");
    exchange(first);
    try (WebServer server = serve(files)) {
      int port = URI.create(server.address()).getPort();
      String tried =
          StockProgram.require("openssl")
              .run(
                  "".getBytes(StandardCharsets.UTF_8),
                  "s_client",
                  "-connect",
                  "127.0.0.1:" + port,
                  "-tls1_1",
                  "-cipher",
                  "ALL:@SECLEVEL=0")
              .text();
      assertThat(tried).contains("no peer certificate available");
      assertThat(get(server, first).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whatIsNoCertificateIsRefusedAtTheStart() throws Exception {
    CertificateFiles files = secret();
    assertThatThrownBy(() -> serve(files))
        .isInstanceOf(BackupException.class)
        .hasMessageStartingWith("cannot read the certificate");

    Path empty = Files.createDirectory(folder.resolve("empty"));
    Files.writeString(empty.resolve("tls.crt"), "no");
    Files.writeString(empty.resolve("tls.key"), "no");
    exchange(empty);
    assertThatThrownBy(() -> serve(files))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("is no certificate");
  }

  @Test
  void aProviderMayHaveACertificateOfACompanysOwnAuthority() throws Exception {
    Path own = issue("own", "rsa:2048");
    HttpsServer tls =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tls.setHttpsConfigurator(new HttpsConfigurator(speaking(own)));
    try (StandInProvider provider = new StandInProvider(tls, "https");
        ServedEndpoints trusting = serving(provider, Optional.of(own));
        ServedEndpoints other = serving(provider, Optional.empty())) {
      String token = "Bearer " + provider.tokenOf("viewers");

      assertThat(trusting.get("/x", "Authorization", token).statusCode()).isEqualTo(200);
      assertThat(other.get("/x", "Authorization", token).statusCode()).isEqualTo(503);
    }
  }

  private static SSLContext speaking(Path content) throws IOException, GeneralSecurityException {
    CertificateFiles files =
        new CertificateFiles(content.resolve("tls.crt"), content.resolve("tls.key"));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(files.keys(files.read()), new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private static ServedEndpoints serving(StandInProvider provider, Optional<Path> authority)
      throws IOException {
    OidcOptions usual = provider.options(Optional.empty());
    Optional<SSLSocketFactory> trust =
        authority.isEmpty()
            ? Optional.empty()
            : Optional.of(
                ServerTrust.of(Files.readString(authority.get().resolve("tls.crt")))
                    .getSocketFactory());
    return new ServedEndpoints(
        new OidcAuthentication(
            new OidcOptions(
                usual.issuer(), usual.client(), usual.audiences(), usual.roles(), trust),
            Clock.systemUTC()),
        ServedEndpoints.local(),
        Endpoint.of(
            Method.GET,
            "/x",
            Role.VIEWER,
            any -> new Response.Body(200, "text/plain", "x", Map.of())));
  }
}
