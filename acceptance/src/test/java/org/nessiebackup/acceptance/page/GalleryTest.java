package org.nessiebackup.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.acceptance.Installation;
import org.nessiebackup.service.page.Gallery;

/** How the service's pages look with much in them; pictures stay in target/pages. */
@Timeout(300)
@Execution(ExecutionMode.SAME_THREAD)
class GalleryTest {
  private static final int DESK = 1440;
  private static final int TABLET = 800;
  private static final int PHONE = 390;

  private static @TempDir Path folder;
  private static Gallery gallery;
  private static Browser browser;

  @BeforeAll
  static void open() throws Exception {
    browser = Browser.start(folder);
    gallery = new Gallery();
  }

  @AfterAll
  static void close() throws Exception {
    if (gallery != null) {
      gallery.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  static List<String> pages() {
    return Gallery.PATHS;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageIsReadableForEverybodyAtADeskAndOnAPhoneAtNight(String path) throws Exception {
    look(path, DESK, false, true);
    look(path, PHONE, true, true);
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("pages")
  void aPageIsReadableForEverybodyOnEveryScreenInALightAndInADarkRoom(String path)
      throws Exception {
    look(path, DESK, false, true);
    look(path, DESK, true, true);
    look(path, PHONE, true, false);
    look(path, TABLET, false, false);
    look(path, PHONE, false, true);
  }

  @Test
  void aPageSaysThatItsServiceIsGone() throws Exception {
    try (Gallery own = new Gallery()) {
      browser.open(URI.create(own.address() + "/catalogs/sales"), DESK, false);
      browser.await("document.getElementById('silence').hidden");
    }

    browser.await("!document.getElementById('silence').hidden");
    browser.open(URI.create("about:blank"), DESK, false);
  }

  private static void look(String path, int width, boolean dark, boolean barriers)
      throws Exception {
    browser.open(URI.create(gallery.address() + path), width, dark);

    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.evaluate("document.scrollingElement.scrollWidth").asInt())
        .as("%s at %d", path, width)
        .isLessThanOrEqualTo(width);
    if (barriers) {
      assertThat(browser.barriers()).as("%s at %d, dark %s", path, width, dark).isEmpty();
    }
    String name = path.equals("/") ? "fleet" : path.substring(1).replaceAll("[^A-Za-z0-9]+", "-");
    browser.picture(
        Installation.home()
            .resolve("acceptance/target/pages")
            .resolve("service-%s-%d%s.png".formatted(name, width, dark ? "-dark" : "")));
  }
}
