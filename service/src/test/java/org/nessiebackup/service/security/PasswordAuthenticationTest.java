package org.nessiebackup.service.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.testing.HandClock;

class PasswordAuthenticationTest {
  private static final String ANNA = "anna:admin:" + QuickHash.of("pässword:1");
  private static final String VERA = "vera:viewer:" + QuickHash.of("second");

  private final HandClock clock = new HandClock(Instant.parse("2026-11-30T09:00:00Z"));
  private final AtomicReference<String> file =
      new AtomicReference<>("# people\n" + ANNA + "\n\n" + VERA + "\n");
  private final List<RuntimeException> troubles = new ArrayList<>();
  private final PasswordAuthentication authentication =
      new PasswordAuthentication(new PasswordFile(file::get, clock, troubles::add), clock);

  private Identification login(String name, String password) {
    return authentication.identify(Attempts.login(name, password));
  }

  @Test
  void whoeverKnowsThePasswordHasTheRoleOfTheFile() {
    assertThat(login("anna", "pässword:1"))
        .isEqualTo(
            new Identification.Known(
                new Subject("anna", Role.ADMIN), Identification.Proof.AMBIENT, "anna"));
    assertThat(login("vera", "second")).isInstanceOf(Identification.Known.class);
  }

  @Test
  void wrongNamesAndWrongPasswordsCannotBeToldApart() {
    assertThat(login("anna", "second")).isEqualTo(login("nobody", "second"));
    assertThat(login("anna", "")).isInstanceOf(Identification.Wrong.class);
    assertThat(login("", "")).isInstanceOf(Identification.Wrong.class);
  }

  @Test
  void otherCredentialsAreWrongAndNoneAreNobody() {
    assertThat(authentication.identify(Attempts.bearer("abc")))
        .isInstanceOf(Identification.Wrong.class);
    assertThat(authentication.identify(Attempts.of("GET", "authorization", "Basic %%%")))
        .isInstanceOf(Identification.Wrong.class);
    assertThat(authentication.identify(Attempts.of("GET")))
        .isInstanceOf(Identification.Unknown.class);
  }

  @Test
  void whoIsWrongTooOftenWaitsLongerEachTimeAndTheRightPasswordWaitsToo() {
    for (int time = 0; time < 5; time++) {
      assertThat(login("vera", "x")).isInstanceOf(Identification.Wrong.class);
    }

    assertThat(login("vera", "second"))
        .isEqualTo(new Identification.TooMany(Duration.ofSeconds(1)));
    clock.advance(Duration.ofSeconds(1));
    assertThat(login("vera", "x")).isInstanceOf(Identification.Wrong.class);
    assertThat(login("vera", "x")).isEqualTo(new Identification.TooMany(Duration.ofSeconds(2)));
    clock.advance(Duration.ofSeconds(2));
    assertThat(login("vera", "second")).isInstanceOf(Identification.Known.class);
  }

  @Test
  void whoIsAtWorkIsNotKeptOutByThoseWhoGuess() {
    login("anna", "pässword:1");
    for (int time = 0; time < 6; time++) {
      login("anna", "guess " + time);
    }

    assertThat(login("anna", "guess")).isInstanceOf(Identification.TooMany.class);
    assertThat(login("anna", "pässword:1")).isInstanceOf(Identification.Known.class);
  }

  @Test
  void aChangedFileHoldsWithoutAStart() {
    login("anna", "pässword:1");
    file.set("anna:viewer:" + QuickHash.of("new") + "\n");
    clock.advance(Duration.ofSeconds(3));

    assertThat(login("anna", "pässword:1")).isInstanceOf(Identification.Wrong.class);
    assertThat(login("vera", "second")).isInstanceOf(Identification.Wrong.class);
    assertThat(login("anna", "new"))
        .extracting("subject")
        .isEqualTo(new Subject("anna", Role.VIEWER));
  }

  @Test
  void aFileThatIsHalfWrittenChangesNothingAndIsSaidOnce() {
    file.set("anna:admin:pbkdf2");
    for (int look = 0; look < 3; look++) {
      clock.advance(Duration.ofSeconds(3));
      assertThat(login("anna", "pässword:1")).isInstanceOf(Identification.Known.class);
    }

    assertThat(troubles).singleElement().asString().contains("line 1 of the file of passwords");
  }

  @Test
  @Timeout(30)
  void aFileThatDoesNotAnswerKeepsOnlyWhoLooksAtIt() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<String> answer = new CompletableFuture<>();
    AtomicReference<Supplier<String>> disk = new AtomicReference<>(file::get);
    PasswordFile hanging = new PasswordFile(() -> disk.get().get(), clock, troubles::add);
    disk.set(
        () -> {
          asked.countDown();
          return answer.join();
        });
    clock.advance(Duration.ofSeconds(3));
    Thread looking = Thread.ofVirtual().start(() -> hanging.entry("anna"));
    asked.await();

    assertThat(hanging.entry("vera")).isPresent();

    answer.complete(ANNA);
    looking.join();
    assertThat(hanging.entry("vera")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nobody\n",
        "anna:admin:secret",
        "anna:root:pbkdf2-sha256$600000$AAAAAAAAAAAAAAAAAAAAAA==$x",
        "anna",
        "an na:admin:x",
        // Guessed in no time.
        "anna:admin:pbkdf2-sha256$1$AAAAAAAAAAAAAAAAAAAAAA=="
            + "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        // Would keep a processor at work for days.
        "anna:admin:pbkdf2-sha256$99999999$AAAAAAAAAAAAAAAAAAAAAA=="
            + "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
      })
  void whatMakesNoSenseIsRefusedWithoutShowingIt(String text) {
    assertThatThrownBy(() -> new PasswordFile(() -> text, clock, troubles::add))
        .isInstanceOf(BackupException.class)
        .hasMessageStartingWith("line ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void namesAreThereOnce() {
    assertThatThrownBy(() -> new PasswordFile(() -> VERA + "\n" + VERA, clock, troubles::add))
        .hasMessageContaining("\"vera\" is there twice");
  }

  @Test
  void equalPasswordsHaveDifferentHashes() {
    assertThat(PasswordHash.of("a").toString())
        .startsWith("pbkdf2-sha256$600000$")
        .isNotEqualTo(PasswordHash.of("a").toString());
  }
}
