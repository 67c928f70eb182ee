package org.nessiebackup.service.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AssetsTest {
  private static Assets with(String content) {
    return new Assets(List.of(new Asset("app.css", content)));
  }

  @Test
  void anotherContentIsAtAnotherPlace() {
    assertThat(with("a").path("app.css")).isNotEqualTo(with("b").path("app.css"));
    assertThat(with("a").path("app.css")).isEqualTo(with("a").path("app.css"));
  }

  @Test
  void isFoundUnderItsVersionOnly() {
    String version = with("a").path("app.css").split("/", -1)[2];

    assertThat(with("a").find(version, "app.css")).isPresent();
    assertThat(with("a").find("000000000000", "app.css")).isEmpty();
    assertThat(with("a").find(version, "../app.css")).isEmpty();
  }

  @Test
  void librariesForBrowsersAreFoundWithoutTheirVersion() {
    Asset script = Asset.ofLibrary("htmx.org", "dist/htmx.min.js");

    assertThat(script.name()).isEqualTo("htmx.min.js");
    assertThat(script.type()).startsWith("text/javascript");
    assertThat(script.text().length()).isGreaterThan(10_000);
  }

  @Test
  void namesArePlain() {
    assertThatThrownBy(() -> new Asset("../app.css", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Asset("app.exe", "")).isInstanceOf(IllegalArgumentException.class);
  }
}
