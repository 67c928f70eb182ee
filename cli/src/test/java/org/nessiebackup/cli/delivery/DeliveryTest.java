package org.nessiebackup.cli.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Progress;
import org.nessiebackup.cli.delivery.HttpReceiver.Treatment;
import org.nessiebackup.retry.RetryListener;

/** Messages to a server that is well, ill, slow or gone. */
@Timeout(60)
class DeliveryTest {
  private static final String TOKEN = "s3cr3t";

  private final HttpReceiver receiver = new HttpReceiver();
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  private final Progress listening =
      new Progress() {
        @Override
        public void step(String name, long totalBytes) {}

        @Override
        public void advanced(long rows, long bytes) {}

        @Override
        public void warning(String message) {
          warnings.add(message);
        }
      };

  @AfterEach
  void close() {
    receiver.close();
  }

  private SecretAddress address() {
    return SecretAddress.of(receiver.url("/" + TOKEN + "?key=" + TOKEN), "--notify");
  }

  private String send(Duration limit) throws UndeliveredException {
    try (HttpSender sender = new HttpSender(limit, RetryListener.NONE)) {
      return sender.send(Message.post(address(), "application/json", "{}"));
    }
  }

  @Test
  void aPassingIllnessIsWaitedFor() throws UndeliveredException {
    receiver.next(Treatment.BUSY, Treatment.CUT, Treatment.BUSY);
    receiver.answer(request -> "heard " + request.body());

    assertThat(send(Duration.ofSeconds(30))).isEqualTo("heard {}");
    assertThat(receiver.heard()).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNKNOWN", "REDIRECT"})
  void aRefusalIsTakenAtItsWordAndNotFollowed(Treatment treatment) {
    receiver.always(treatment);

    assertThatThrownBy(() -> send(Duration.ofSeconds(30)))
        .isInstanceOf(UndeliveredException.class)
        .hasMessageContaining("it answers with status");
    assertThat(receiver.heard()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"BUSY", "SILENT", "CUT"})
  void nobodyIsTriedForLongerThanAllowed(Treatment treatment) {
    receiver.always(treatment);

    // Without a limit none of these would end.
    assertThatThrownBy(() -> send(Duration.ofMillis(300)))
        .isInstanceOf(UndeliveredException.class)
        .hasMessageStartingWith("\"" + receiver.url("\""));
  }

  @ParameterizedTest
  @EnumSource
  void noErrorShowsMoreOfAnAddressThanItsHost(Treatment treatment) {
    receiver.always(treatment);
    try (BackgroundTasks tasks = new BackgroundTasks(Duration.ofMillis(300), listening)) {
      tasks.begin("notification", sender -> sender.send(Message.get(address())));
      tasks.await();
    }

    assertThat(warnings).isNotEmpty().allSatisfy(each -> assertThat(each).doesNotContain(TOKEN));
    assertThat(address().toString()).doesNotContain(TOKEN);
  }

  @Test
  void aHostThatNobodyAnswersAtIsNamed() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    SecretAddress nobody = SecretAddress.of("http://127.0.0.1:" + port + "/" + TOKEN, "--notify");
    try (BackgroundTasks tasks = new BackgroundTasks(Duration.ofMillis(1500), listening)) {
      tasks.begin("heartbeat", sender -> sender.send(Message.get(nobody)));
      tasks.await();
    }

    assertThat(warnings)
        .containsExactly(
            "the heartbeat did not get through: \"http://127.0.0.1:" + port + "\": no connection");
  }

  @Test
  void aQuestionThatIsNotAnsweredHasNoAnswer() {
    receiver.always(Treatment.SILENT);
    try (BackgroundTasks tasks = new BackgroundTasks(Duration.ofMillis(200), listening)) {
      assertThat(tasks.request("question", sender -> sender.send(Message.get(address()))))
          .isEmpty();
    }
  }

  @Test
  void aUserInTheAddressBecomesAHeader() throws UndeliveredException {
    String url = receiver.url("/x").replace("//", "//me:" + TOKEN + "@");
    SecretAddress address = SecretAddress.of(url, "--push-gateway");
    try (HttpSender sender = new HttpSender(Duration.ofSeconds(30), RetryListener.NONE)) {
      sender.send(Message.get(address.below("/start")));
    }

    assertThat(receiver.heard())
        .containsExactly(
            new HttpReceiver.Heard("GET", "/x/start", Optional.of("Basic bWU6czNjcjN0"), ""));
    assertThat(address.toString()).doesNotContain(TOKEN).doesNotContain("me");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cr3t", "ftp://host/s3cr3t", "https://ho st/s3cr3t", "https:///s3cr3t"})
  void whatIsNoAddressIsRefusedWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> SecretAddress.of(text, "--heartbeat"))
        .isInstanceOf(BackupException.class)
        .hasMessage("what --heartbeat gives is not a web address")
        .hasNoCause();
  }
}
