package org.nessiebackup.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.service.api.Api;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.event.EventLog;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.http.WebOptions;
import org.nessiebackup.service.page.Pages;
import org.nessiebackup.service.page.Sources;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.CommandRunner;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.service.schedule.Schedules;
import org.nessiebackup.service.security.AuditEntry;
import org.nessiebackup.service.security.Authentication;
import org.nessiebackup.service.security.ClusterReview;
import org.nessiebackup.service.security.ClusterUser;
import org.nessiebackup.service.security.KubernetesAuthentication;
import org.nessiebackup.service.security.NoAuthentication;
import org.nessiebackup.service.security.OidcAuthentication;
import org.nessiebackup.service.security.PasswordAuthentication;
import org.nessiebackup.service.security.PasswordFile;
import org.nessiebackup.service.security.QuickHash;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.service.security.StandInProvider;
import org.nessiebackup.service.security.WrongTokens;
import org.nessiebackup.service.testing.OpenApi;
import org.nessiebackup.testing.TestContext;

/** Who is answered where: all that is served and all that is described, for each way to log in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryEndpointTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final String FORM = "application/x-www-form-urlencoded";

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<AuditEntry> audit = new CopyOnWriteArrayList<>();
  private final List<String> executed = new CopyOnWriteArrayList<>();
  private StandInProvider provider;
  private Fleet fleet;
  private Runs runs;
  private Api api;
  private Sources sources;
  private List<Endpoint> endpoints;

  @BeforeAll
  void start() throws IOException {
    provider = new StandInProvider();
    EventLog events = new EventLog(CLOCK);
    TestContext context = new TestContext();
    fleet = new Fleet(List.of(), events, context.context());
    CommandRunner runner =
        (command, place, messages, cancellation) -> {
          executed.add(command.line());
          return new CommandResult(0, Optional.empty(), Optional.empty());
        };
    runs = new Runs(runner, fleet.archive(), events, CLOCK, 1);
    Schedules schedules = new Schedules(List.of(), fleet, runs, context.context());
    api = new Api(fleet, runs, schedules, runner, events, CLOCK);
    sources = new Sources(fleet, runs, schedules, runner, CLOCK);
    Pages pages = new Pages(sources, new Assets(Pages.assets()));
    endpoints = Servers.endpoints(api, sources, pages);
  }

  @AfterAll
  void stop() {
    client.close();
    runs.close();
    fleet.close();
    provider.close();
  }

  /** A service, and what somebody of a role shows it. */
  record Scene(Servers servers, Map<Role, String> authorization) implements AutoCloseable {
    @Override
    public void close() {
      servers.close();
    }
  }

  private Servers serve(Authentication authentication) {
    WebOptions anywhere = WebOptions.of(InetSocketAddress.createUnresolved("127.0.0.1", 0));
    return Servers.start(
        new ServiceAccess(
            anywhere, Optional.of(anywhere), authentication, audit::add, defect -> {}),
        api,
        sources);
  }

  private Scene passwords() {
    StringBuilder file = new StringBuilder();
    for (Role role : Role.values()) {
      file.append("%1$s:%1$s:%2$s\n".formatted(role.label(), QuickHash.of(role.label())));
    }
    return new Scene(
        serve(
            new PasswordAuthentication(
                new PasswordFile(file::toString, CLOCK, trouble -> {}), CLOCK)),
        Map.of(
            Role.VIEWER, basic("viewer"),
            Role.OPERATOR, basic("operator"),
            Role.ADMIN, basic("admin")));
  }

  private static String basic(String name) {
    byte[] text = (name + ":" + name).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(text);
  }

  private Scene oidc() {
    return new Scene(
        serve(new OidcAuthentication(provider.options(Optional.empty()), CLOCK)),
        Map.of(
            Role.VIEWER, "Bearer " + provider.tokenOf("viewers"),
            Role.OPERATOR, "Bearer " + provider.tokenOf("operators"),
            Role.ADMIN, "Bearer " + provider.tokenOf("admins")));
  }

  private Scene kubernetes() {
    ClusterReview cluster =
        new ClusterReview() {
          @Override
          public Optional<ClusterUser> user(String token) {
            return Optional.of(new ClusterUser(token, "1", List.of(), Map.of()));
          }

          @Override
          public boolean has(ClusterUser user, Role role) {
            return user.name().equals(role.label());
          }
        };
    return new Scene(
        serve(new KubernetesAuthentication(cluster, CLOCK)),
        Map.of(
            Role.VIEWER, "Bearer viewer",
            Role.OPERATOR, "Bearer operator",
            Role.ADMIN, "Bearer admin"));
  }

  Stream<Scene> scenes() {
    return Stream.of(passwords(), oidc(), kubernetes());
  }

  private int status(Servers servers, Endpoint endpoint, String... headers)
      throws IOException, InterruptedException {
    String path = endpoint.path().replaceAll("\\{[a-z]+}", "none");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(servers.address() + path))
            .method(endpoint.method().name(), HttpRequest.BodyPublishers.ofString("{}"));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    // Events have no end.
    response.body().close();
    return response.statusCode();
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("scenes")
  void isAnsweredToWhoHasItsRoleAndToNobodyElse(Scene scene) throws Exception {
    try (scene) {
      for (Endpoint each : endpoints) {
        String name = each.method() + " " + each.path();
        boolean open = each.role().isEmpty();
        assertThat(status(scene.servers(), each)).as(name).matches(of -> open == (of != 401));
        for (Role role : Role.values()) {
          int status =
              status(
                  scene.servers(),
                  each,
                  "Authorization",
                  scene.authorization().get(role),
                  "X-Requested-With",
                  "test");
          boolean enough = open || role.covers(each.role().orElseThrow());
          assertThat(status).as("%s by %s", name, role).matches(of -> enough == (of != 403));
          assertThat(status).as(name).isNotEqualTo(401).isLessThan(500);
        }
      }
      assertThat(executed).isEmpty();
    }
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("scenes")
  void isNotAnsweredToPagesOfOthers(Scene scene) throws Exception {
    try (scene) {
      for (Endpoint each : endpoints) {
        for (String[] forged : forged()) {
          List<String> headers = new ArrayList<>(List.of(forged));
          headers.addAll(List.of("Authorization", scene.authorization().get(Role.ADMIN)));
          assertThat(status(scene.servers(), each, headers.toArray(String[]::new)))
              .as("%s %s %s", each.method(), each.path(), List.of(forged))
              .isEqualTo(403);
        }
      }
      assertThat(executed).isEmpty();
    }
  }

  private static List<String[]> forged() {
    return List.of(
        new String[] {"Sec-Fetch-Site", "cross-site", "Content-Type", FORM},
        new String[] {"Sec-Fetch-Site", "same-site", "X-Requested-With", "x"},
        new String[] {"Origin", "https://evil.example", "X-Requested-With", "x"},
        new String[] {"Origin", "null", "Content-Type", "text/plain"});
  }

  @Test
  void withoutALoginPagesOfOthersAndFormsWithoutATokenChangeNothing() throws Exception {
    try (Servers servers = serve(new NoAuthentication())) {
      for (Endpoint each : endpoints) {
        for (String[] forged : forged()) {
          assertThat(status(servers, each, forged)).as(each.path()).isEqualTo(403);
        }
        if (!each.method().isSafe()) {
          assertThat(status(servers, each)).as(each.path()).isEqualTo(403);
          assertThat(status(servers, each, "Sec-Fetch-Site", "same-origin", "Content-Type", FORM))
              .as(each.path())
              .isEqualTo(403);
        }
      }
      assertThat(executed).isEmpty();
    }
  }

  @Test
  void isNotAnsweredToTokensThatAreNotToBeBelieved() throws Exception {
    try (Scene scene = oidc()) {
      for (Map.Entry<String, String> token : WrongTokens.of(provider).entrySet()) {
        for (Endpoint each : endpoints) {
          if (each.role().isPresent()) {
            assertThat(status(scene.servers(), each, "Authorization", "Bearer " + token.getValue()))
                .as("%s: %s", token.getKey(), each.path())
                .isEqualTo(401);
          }
        }
      }
      assertThat(executed).isEmpty();
      assertThat(audit).anyMatch(entry -> entry.reason().contains("the token has expired"));
    }
  }

  @Test
  void whatIsDescribedIsServedWithTheRoleThatIsDescribed() throws Exception {
    try (Scene scene = passwords()) {
      HttpResponse<String> document =
          client.send(
              HttpRequest.newBuilder(URI.create(scene.servers().address() + "/api/v1/openapi.yaml"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      OpenApi.of(document.body())
          .operations()
          .forEach(
              (name, operation) ->
                  assertThat(endpoints)
                      .filteredOn(each -> name.equals(each.method() + " " + each.path()))
                      .singleElement()
                      .extracting(each -> each.role().map(Role::label).orElse("none"))
                      .isEqualTo(operation.get("x-role").asString()));
    }
  }

  @Test
  void nothingOfACatalogIsForEverybody() {
    assertThat(endpoints)
        .filteredOn(each -> each.role().isEmpty())
        .extracting(Endpoint::path)
        .containsExactly(
            "/api/v1/openapi.yaml", "/health/live", "/health/started", "/health/ready");
    assertThat(api.monitors())
        .extracting(Endpoint::path)
        .containsExactlyInAnyOrder("/health/live", "/health/started", "/health/ready", "/metrics");
  }
}
