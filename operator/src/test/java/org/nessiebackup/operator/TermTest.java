package org.nessiebackup.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.testing.TestContext;

class TermTest {
  private static final String NOBODY_LISTENS =
      """
      apiVersion: v1
      kind: Config
      clusters: [{name: away, cluster: {server: "http://127.0.0.1:1"}}]
      users: [{name: nobody, user: {token: "none"}}]
      contexts: [{name: away, context: {cluster: away, user: nobody, namespace: data-platform}}]
      current-context: away
      """;

  private final Map<String, Optional<String>> before = new HashMap<>();

  @TempDir private Path folder;

  private void set(String property, String value) {
    before.put(property, Optional.ofNullable(System.setProperty(property, value)));
  }

  @BeforeEach
  void pointToNobody() throws IOException {
    Path file = folder.resolve("config");
    Files.writeString(file, NOBODY_LISTENS);
    set("kubeconfig", file.toString());
    set("kubernetes.request.retry.backoffLimit", "0");
  }

  @AfterEach
  void restore() {
    before.forEach(
        (property, value) ->
            value.ifPresentOrElse(
                text -> System.setProperty(property, text), () -> System.clearProperty(property)));
  }

  private static Set<Thread> clients() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().startsWith("HttpClient-"))
        .filter(each -> each.getName().contains("SelectorManager"))
        .collect(Collectors.toSet());
  }

  private static Set<Thread> left(Set<Thread> others) {
    return clients().stream().filter(each -> !others.contains(each)).collect(Collectors.toSet());
  }

  @Test
  void whatCannotBeginTriesAgainByTheSameClient() {
    Set<Thread> others = clients();
    OperatorOptions options =
        new OperatorOptions(
            new OperatorOptions.Scope.Own(),
            "nessie-backup:1",
            "default",
            "1",
            InetSocketAddress.createUnresolved("127.0.0.1", 0),
            "tester");
    try (KubernetesClient client = ClusterClient.open()) {
      for (int i = 0; i < 8; i++) {
        assertThatExceptionOfType(BackupException.class)
            .isThrownBy(() -> Term.begin(client, options, new TestContext().context(), note -> {}))
            .matches(Outage::passes);
      }

      assertThat(left(others)).hasSizeLessThanOrEqualTo(1);
    }
  }
}
