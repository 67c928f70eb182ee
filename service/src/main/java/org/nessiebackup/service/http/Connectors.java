package org.nessiebackup.service.http;

import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The ends of connections: what may come in by them, how fast it has to, and TLS.
 *
 * @param options where, and with which certificate
 * @param troubles hears what is wrong with a new certificate
 */
record Connectors(WebOptions options, Consumer<? super RuntimeException> troubles) {
  private static final int MOST_CONNECTIONS = 512;
  private static final int LARGEST_HEADERS = 16 << 10;
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration HSTS = Duration.ofDays(365);

  /** What holds for all requests. */
  static void limit(HttpConfiguration configuration) {
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(LARGEST_HEADERS);
    configuration.setIdleTimeout(IDLE.toMillis());
  }

  /** The connector of a server. */
  ServerConnector of(Server server, HttpConfiguration configuration) {
    ServerConnector connector =
        options
            .certificate()
            .map(files -> withTls(server, configuration, files))
            .orElseGet(() -> new ServerConnector(server, new HttpConnectionFactory(configuration)));
    connector.setHost(options.listen().getHostString());
    connector.setPort(options.listen().getPort());
    connector.setIdleTimeout(IDLE.toMillis());
    connector.addBean(new SlowRequests(connector.getScheduler(), options.patience()));
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
    return connector;
  }

  private ServerConnector withTls(
      Server server, HttpConfiguration configuration, CertificateFiles files) {
    // The name in it is checked by us, and differs from the certificate's behind a proxy.
    SecureRequestCustomizer secure = new SecureRequestCustomizer(false);
    secure.setStsMaxAge(HSTS.toSeconds());
    configuration.addCustomizer(secure);
    CertificateFiles.Content content = files.read();
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStore(files.keys(content));
    tls.setKeyStorePassword("");
    tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    ServerConnector connector =
        new ServerConnector(
            server,
            new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
            new HttpConnectionFactory(configuration));
    server.addEventListener(
        new CertificateWatch(files, content, tls, connector.getScheduler(), troubles));
    return connector;
  }
}
