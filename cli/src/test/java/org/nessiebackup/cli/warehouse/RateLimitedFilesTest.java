package org.nessiebackup.cli.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nessiebackup.cli.verify.ShareOption;
import org.nessiebackup.store.FileProbe;
import picocli.CommandLine.TypeConversionException;

class RateLimitedFilesTest {
  private static final FileProbe ALL =
      new FileProbe() {
        @Override
        public boolean exists(String location) {
          return true;
        }

        @Override
        public InputStream open(String location) {
          return InputStream.nullInputStream();
        }
      };

  @Test
  void questionsComeNoSoonerThanIsAllowed() throws IOException {
    List<Duration> pauses = new ArrayList<>();
    Clock stopped = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    RateLimitedFiles files = new RateLimitedFiles(ALL, 4, stopped, pauses::add);
    for (int i = 0; i < 3; i++) {
      files.exists("a");
    }
    files.open("b").close();

    assertThat(pauses)
        .containsExactly(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofMillis(750));
  }

  @Test
  void ratesAndSharesAreReadAsPeopleWriteThem() {
    assertThat(new RateOption().convert("50/s")).isEqualTo(50);
    assertThat(new RateOption().convert("0.5")).isEqualTo(0.5);
    assertThat(new ShareOption().convert("5%")).isEqualTo(0.05);
    assertThat(new ShareOption().convert("100%")).isEqualTo(1);
    for (String wrong : List.of("0", "-1/s", "5/m", "fast", "")) {
      assertThatExceptionOfType(TypeConversionException.class)
          .isThrownBy(() -> new RateOption().convert(wrong));
    }
    for (String wrong : List.of("5", "0%", "101%", "half", "")) {
      assertThatExceptionOfType(TypeConversionException.class)
          .isThrownBy(() -> new ShareOption().convert(wrong));
    }
  }
}
