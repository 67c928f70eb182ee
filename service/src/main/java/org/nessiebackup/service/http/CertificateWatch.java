package org.nessiebackup.service.http;

import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Takes a new certificate as soon as it is there with its key. Until both fit, the former one goes
 * on: the two files are exchanged one after the other.
 */
final class CertificateWatch implements LifeCycle.Listener {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final CertificateFiles files;
  private final SslContextFactory.Server tls;
  private final Scheduler scheduler;
  private final Consumer<? super RuntimeException> troubles;
  private CertificateFiles.Content seen;
  private String trouble = "";

  /**
   * One that begins when the server does.
   *
   * @param used what TLS is spoken with now
   * @param troubles hears what is wrong with new ones, once for each
   */
  CertificateWatch(
      CertificateFiles files,
      CertificateFiles.Content used,
      SslContextFactory.Server tls,
      Scheduler scheduler,
      Consumer<? super RuntimeException> troubles) {
    this.files = files;
    this.seen = used;
    this.tls = tls;
    this.scheduler = scheduler;
    this.troubles = troubles;
  }

  @Override
  public void lifeCycleStarted(LifeCycle server) {
    lookLater();
  }

  private void lookLater() {
    scheduler.schedule(this::look, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      CertificateFiles.Content now = files.read();
      if (!now.equals(seen)) {
        seen = now;
        exchange(files.keys(now));
      }
      trouble = "";
    } catch (RuntimeException e) {
      if (!trouble.equals(e.getMessage())) {
        trouble = String.valueOf(e.getMessage());
        troubles.accept(e);
      }
    } finally {
      lookLater();
    }
  }

  private void exchange(KeyStore keys) {
    try {
      tls.reload(factory -> factory.setKeyStore(keys));
    } catch (Exception e) {
      throw new IllegalStateException("cannot exchange the certificate", e);
    }
  }
}
