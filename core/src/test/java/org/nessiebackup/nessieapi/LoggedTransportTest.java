package org.nessiebackup.nessieapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Progress;

class LoggedTransportTest {
  private final List<String> log = new ArrayList<>();

  private final Progress progress =
      new Progress() {
        @Override
        public void step(String name, long totalBytes) {}

        @Override
        public void advanced(long rows, long bytes) {}

        @Override
        public void warning(String message) {}

        @Override
        public void detail(Detail level, Supplier<String> message) {
          log.add(level + " " + message.get());
        }
      };

  private record Scripted(Supplier<String> response) implements Transport {
    @Override
    public String get(String path) {
      return response.get();
    }

    @Override
    public String post(String path, String json) {
      return response.get();
    }
  }

  @Test
  void requestsAreReportedWithoutTheirBodies() {
    Transport transport = new LoggedTransport(new Scripted(() -> "secret"), progress);

    assertThat(transport.post("api/v2/trees", "{\"token\":\"hidden\"}")).isEqualTo("secret");

    assertThat(log)
        .singleElement()
        .asString()
        .startsWith("DEBUG POST api/v2/trees: 6 characters in ");
  }

  @Test
  void eachFailureIsReportedAsAnotherAttemptMayFollowIt() {
    BackupException failure =
        Failure.NESSIE.exception("\"http://nessie/api\" does not answer: refused");
    Transport transport =
        new LoggedTransport(
            new Scripted(
                () -> {
                  throw failure;
                }),
            progress);

    assertThatThrownBy(() -> transport.get("api/v2/config")).isSameAs(failure);

    assertThat(log)
        .containsExactly(
            "VERBOSE GET api/v2/config: \"http://nessie/api\" does not answer: refused");
  }
}
