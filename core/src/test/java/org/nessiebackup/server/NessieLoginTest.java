package org.nessiebackup.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;

/** Who asks, and whom. */
class NessieLoginTest {
  private static final NessieLogin NOBODY = new NessieLogin.None();

  private static BackupException refusal(NessieEndpoint endpoint) {
    return catchThrowableOfType(BackupException.class, () -> onlyBranch(endpoint));
  }

  private static String onlyBranch(NessieEndpoint endpoint) {
    try (NessieServer server = NessieServer.open(endpoint)) {
      return server.references().firstKey();
    }
  }

  private static NessieEndpoint endpoint(StandInNessie nessie, NessieLogin login) {
    return NessieEndpoint.of(nessie.address(""), login, Optional.empty());
  }

  private static NessieLogin client(NessieLogin.TokenProvider provider, String secret) {
    return new NessieLogin.ClientCredentials(
        provider, "the client", new Secret(secret), Optional.of("catalog sign"));
  }

  @Test
  void addressIsUnderstoodAsPeopleHaveIt() {
    for (String written :
        new String[] {
          "http://nessie:19120",
          "http://nessie:19120/",
          "http://nessie:19120/api",
          "http://nessie:19120/api/v1",
          "http://nessie:19120/api/v2/",
          "http://nessie:19120/iceberg"
        }) {
      assertThat(NessieEndpoint.of(URI.create(written), NOBODY, Optional.empty()).address())
          .as(written)
          .hasToString("http://nessie:19120/api/v2");
    }
    assertThat(
            NessieEndpoint.of(URI.create("https://lake.example/nessie/"), NOBODY, Optional.empty()))
        .hasToString("https://lake.example/nessie/api/v2");
  }

  @Test
  void addressWithAPasswordIsRefusedAndNotRepeated() {
    BackupException refused =
        catchThrowableOfType(
            BackupException.class,
            () ->
                NessieEndpoint.of(
                    URI.create("http://me:very-secret@nessie:19120"), NOBODY, Optional.empty()));
    assertThat(refused.failure()).isEqualTo(Failure.USAGE);
    assertThat(refused.getMessage() + refused.hint()).doesNotContain("very-secret");
  }

  @Test
  void nothingIsSentWhereNothingIsWanted() {
    try (StandInNessie nessie = StandInNessie.start()) {
      assertThat(onlyBranch(endpoint(nessie, NOBODY))).isEqualTo("main");
      assertThat(nessie.authorizations()).containsOnly("null");
    }
  }

  @Test
  void tokenIsSentWithEachRequest() {
    try (StandInNessie nessie = StandInNessie.start().wanting("Bearer the token")) {
      NessieLogin login = new NessieLogin.Bearer(new Secret("the token"));
      assertThat(onlyBranch(endpoint(nessie, login))).isEqualTo("main");

      BackupException refused =
          refusal(endpoint(nessie, new NessieLogin.Bearer(new Secret("an old one"))));
      assertThat(refused.failure()).isEqualTo(Failure.LOGIN);
      assertThat(refused).hasMessageContaining("does not accept who asks");
      assertThat(refused.getMessage() + refused.hint()).doesNotContain("an old one");
      assertThat(refusal(endpoint(nessie, NOBODY)).failure()).isEqualTo(Failure.LOGIN);
    }
  }

  @Test
  void tokenIsFetchedWithClientCredentialsAndSent() {
    try (StandInNessie nessie = StandInNessie.start().wanting("Bearer fetched")) {
      for (NessieLogin.TokenProvider provider :
          new NessieLogin.TokenProvider[] {
            new NessieLogin.TokenProvider.Endpoint(nessie.address("/token")),
            new NessieLogin.TokenProvider.Issuer(nessie.address("/"))
          }) {
        assertThat(onlyBranch(endpoint(nessie, client(provider, "the secret")))).isEqualTo("main");
      }
      assertThat(nessie.tokenRequests())
          .hasSizeGreaterThanOrEqualTo(2)
          .allSatisfy(
              body ->
                  assertThat(body)
                      .contains("grant_type=client_credentials")
                      .contains("scope=catalog"));
    }
  }

  @Test
  void refusedClientIsToldSoWithoutItsSecret() {
    try (StandInNessie nessie = StandInNessie.start()) {
      NessieLogin login =
          client(
              new NessieLogin.TokenProvider.Endpoint(nessie.address("/token")), "a wrong secret");
      BackupException refused = refusal(endpoint(nessie, login));
      assertThat(refused.failure()).isEqualTo(Failure.LOGIN);
      assertThat(refused).hasMessageContaining("no token for Nessie");
      assertThat(refused.getMessage() + refused.hint()).doesNotContain("a wrong secret");
      assertThat(nessie.authorizations()).isEmpty();
    }
  }

  @Test
  void serverSignedByAnAuthorityOfOnesOwnIsTrustedWhenThatIsNamed(@TempDir Path folder)
      throws IOException {
    try (StandInNessie nessie = StandInNessie.startSecure(folder).wanting("Bearer fetched")) {
      String pem = Files.readString(folder.resolve("server.pem"));
      NessieLogin login =
          client(new NessieLogin.TokenProvider.Endpoint(nessie.address("/token")), "the secret");
      assertThat(onlyBranch(NessieEndpoint.of(nessie.address(""), login, Optional.of(pem))))
          .isEqualTo("main");

      BackupException untrusted = refusal(endpoint(nessie, NOBODY));
      assertThat(untrusted).hasMessageContaining("is not trusted");
      assertThat(untrusted.hint().orElseThrow()).contains("--nessie-ca-file");
      assertThat(
              refusal(NessieEndpoint.of(nessie.address(""), NOBODY, Optional.of("no certificate")))
                  .failure())
          .isEqualTo(Failure.USAGE);
    }
  }

  @Test
  void serverThatIsNotThereOrIsNoNessieIsToldSo() {
    NessieEndpoint gone;
    try (StandInNessie nessie = StandInNessie.start()) {
      gone = endpoint(nessie, NOBODY);
      NessieEndpoint elsewhere =
          NessieEndpoint.of(nessie.address("/elsewhere"), NOBODY, Optional.empty());
      assertThat(refusal(elsewhere).failure()).isEqualTo(Failure.NESSIE);
      nessie.answering(503);
      assertThat(refusal(gone).failure()).isEqualTo(Failure.NESSIE);
    }
    BackupException unreachable = refusal(gone);
    assertThat(unreachable.failure()).isEqualTo(Failure.NESSIE);
    assertThat(unreachable)
        .hasMessageContaining("there is no answer")
        .hasMessageContaining(gone.toString());
  }
}
