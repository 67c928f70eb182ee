package org.nessiebackup.nessieapi;

import java.util.Locale;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Progress;

/**
 * Reports each request, for who looks closely, and each that failed, as another one may follow it;
 * bodies and headers are not named.
 *
 * @param inner carries them
 * @param log hears of them
 */
public record LoggedTransport(Transport inner, Progress log) implements Transport {
  @Override
  public String get(String path) {
    return logged("GET " + path, () -> inner.get(path));
  }

  @Override
  public String post(String path, String json) {
    return logged("POST " + path, () -> inner.post(path, json));
  }

  private String logged(String request, Supplier<String> call) {
    long begun = System.nanoTime();
    String answer;
    try {
      answer = call.get();
    } catch (BackupException e) {
      log.detail(Progress.Detail.VERBOSE, () -> request + ": " + e.getMessage());
      throw e;
    }
    log.detail(
        Progress.Detail.DEBUG,
        () ->
            String.format(
                Locale.ROOT,
                "%s: %d characters in %.3f s",
                request,
                answer.length(),
                (System.nanoTime() - begun) / 1e9));
    return answer;
  }
}
