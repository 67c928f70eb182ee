package org.nessiebackup.acceptance.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.nessiebackup.acceptance.Deadline;
import org.nessiebackup.acceptance.Installation;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A browser with a hand that counts what it does: Debian's, headless, told by Selenium. */
final class Chromium implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int TALL = 1_000;

  private final ChromeDriver driver;
  private final List<String> deeds = new ArrayList<>();

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts one; skips by name what this machine lacks, which in CI is a failure. */
  static Chromium start() {
    Optional<Path> browser = onPath("chromium", "chromium-browser");
    Optional<Path> hand = onPath("chromedriver");
    boolean complete = browser.isPresent() && hand.isPresent();
    assertThat(complete || !"true".equals(System.getenv("CI"))).as("a browser in CI").isTrue();
    assumeTrue(complete, "chromium or chromium-driver (Debian) is not installed");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.get().toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--hide-scrollbars");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(hand.get().toFile())
            .usingAnyFreePort()
            .build();
    return new Chromium(new ChromeDriver(service, options));
  }

  private static Optional<Path> onPath(String... names) {
    return Stream.of(names)
        .flatMap(
            name ->
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Goes to a page, which nobody has to click for. */
  void open(String address) {
    driver.get(address);
  }

  /** Clicks a link, by its text. */
  void clickLink(String text) {
    click(By.linkText(text));
  }

  /** Clicks a button, by its text. */
  void clickButton(String text) {
    click(By.xpath("//button[normalize-space()=\"" + text + "\"]"));
  }

  private void click(By what) {
    deeds.add("click " + what);
    WebElement found = driver.findElement(what);
    driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", found);
    found.click();
  }

  /** Types into what has the focus, letter by letter. */
  void type(String text) {
    text.chars().forEach(letter -> deeds.add("key " + (char) letter));
    driver.switchTo().activeElement().sendKeys(text);
  }

  /** Ends what was typed. */
  void enter() {
    deeds.add("key Enter");
    driver.switchTo().activeElement().sendKeys(Keys.ENTER);
  }

  /** Clicks and keys so far. */
  List<String> deeds() {
    return List.copyOf(deeds);
  }

  /** Nothing was done yet. */
  void forget() {
    deeds.clear();
  }

  /** All that can be read. */
  String text() {
    try {
      return driver.findElement(By.tagName("body")).getText();
    } catch (StaleElementReferenceException | NoSuchElementException e) {
      // Another page has come meanwhile.
      return "";
    } catch (WebDriverException e) {
      // The same, as the driver says it in just that moment.
      if (String.valueOf(e.getMessage()).contains("does not belong to the document")) {
        return "";
      }
      throw e;
    }
  }

  /** Waits until a text can be read. */
  void await(String text) {
    await(text, () -> text().contains(text));
  }

  private void await(String what, BooleanSupplier condition) {
    try {
      Deadline.await(what, PATIENCE, condition);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; what is read: " + text(), e);
    }
  }

  /** How many elements there are. */
  int count(String selector) {
    return driver.findElements(By.cssSelector(selector)).size();
  }

  /** What the browser has complained of since it was asked last: errors, and what CSP refused. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::toString)
        .toList();
  }

  /** Pictures of the whole page: on a phone in the dark, on a tablet and at a desk in light. */
  void pictures(String name) throws IOException {
    for (int width : List.of(390, 800, 1_440)) {
      String scheme = width < 600 ? "dark" : "light";
      look(width, scheme);
      assertThat(driver.executeScript("return document.scrollingElement.scrollWidth"))
          .as("width of %s at %d", name, width)
          .isEqualTo((long) width);
      picture("service-%s-%d-%s".formatted(name, width, scheme));
    }
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  private void look(int width, String scheme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", TALL, "deviceScaleFactor", 1, "mobile", width < 600));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  private void picture(String name) throws IOException {
    Object data =
        driver
            .executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
            .get("data");
    Path folder = Files.createDirectories(Installation.home().resolve("acceptance/target/pages"));
    Files.write(folder.resolve(name + ".png"), Base64.getDecoder().decode(data.toString()));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
