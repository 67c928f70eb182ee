package org.nessiebackup.service.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A provider of OpenID Connect, as far as a service has to do with one. */
public final class StandInProvider implements AutoCloseable {
  public static final String CLIENT = "nessie-backup";
  public static final String SECRET = "the client's secret";

  private final HttpServer server;
  private final String scheme;
  private final AtomicInteger visitors = new AtomicInteger();
  private final AtomicInteger keysAsked = new AtomicInteger();
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private volatile RSAKey key = newKey("first");
  private volatile List<String> groups = List.of();
  private volatile UnaryOperator<String> metadata = UnaryOperator.identity();

  public StandInProvider() throws IOException {
    this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), "http");
  }

  /** One on a server that does nothing yet. */
  public StandInProvider(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.createContext("/.well-known/openid-configuration", this::about);
    server.createContext("/authorize", this::authorize);
    server.createContext("/keys", this::keys);
    server.createContext("/token", this::token);
    server.start();
  }

  static RSAKey newKey(String name) {
    try {
      return new RSAKeyGenerator(2048).keyID(name).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By a name that is another site's than that of a service on {@code 127.0.0.1}. */
  public String issuer() {
    return scheme + "://localhost:" + server.getAddress().getPort();
  }

  /** How many browsers were sent here. */
  public int visitors() {
    return visitors.get();
  }

  /** What a service says that trusts it. */
  public OidcOptions options(Optional<URI> page) {
    return new OidcOptions(
        URI.create(issuer()),
        new OidcClient(CLIENT, Optional.of(SECRET), page, List.of("profile", "groups")),
        Set.of("lake"),
        new RoleClaim(
            "groups",
            Map.of("admins", Role.ADMIN, "operators", Role.OPERATOR, "viewers", Role.VIEWER)),
        Optional.empty());
  }

  /** Its key, with the secret half. */
  RSAKey key() {
    return key;
  }

  /** Takes another key, and forgets the former one. */
  void rotate(RSAKey next) {
    key = next;
  }

  /** Says something else of itself. */
  public void say(UnaryOperator<String> change) {
    metadata = change;
  }

  /** How often its keys were asked for. */
  int keysAsked() {
    return keysAsked.get();
  }

  /** The claims of a good token. */
  JWTClaimsSet.Builder claims(String... ofGroups) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(issuer())
        .audience(CLIENT)
        .subject("id-7")
        .claim("preferred_username", "anna")
        .claim("groups", List.of(ofGroups))
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300)));
  }

  /** A good token of somebody who is in these groups. */
  public String tokenOf(String... ofGroups) {
    return signed(claims(ofGroups).build(), key);
  }

  static String signed(JWTClaimsSet claims, RSAKey by) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.getKeyID()).build(), claims);
      token.sign(new RSASSASigner(by));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Somebody logs in who has been sent here, and is in these groups.
   *
   * @return where he is sent back to
   */
  public URI login(URI sentTo, String... ofGroups) {
    Map<String, String> asked = parameters(sentTo.getRawQuery());
    if (!asked.get("response_type").equals("code")
        || !asked.get("client_id").equals(CLIENT)
        || !asked.get("code_challenge_method").equals("S256")) {
      throw new IllegalArgumentException("not what was agreed on: " + sentTo);
    }
    groups = List.of(ofGroups);
    String code = Digests.secret();
    codes.put(code, asked);
    return URI.create(
        "%s?code=%s&state=%s".formatted(asked.get("redirect_uri"), code, asked.get("state")));
  }

  private void about(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        200,
        metadata.apply(
            """
            {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
            "jwks_uri":"%1$s/keys","response_types_supported":["code"],
            "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}
            """
                .formatted(issuer())));
  }

  /** A browser is sent back as an administrator, who is logged in here already. */
  private void authorize(HttpExchange exchange) throws IOException {
    visitors.incrementAndGet();
    URI back = login(exchange.getRequestURI(), "admins");
    exchange.getResponseHeaders().set("Location", back.toString());
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void keys(HttpExchange exchange) throws IOException {
    keysAsked.incrementAndGet();
    answer(exchange, 200, new JWKSet(key.toPublicJWK()).toString());
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> asked =
        parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
    Map<String, String> login = codes.remove(asked.getOrDefault("code", ""));
    boolean good =
        login != null
            && login.get("redirect_uri").equals(asked.get("redirect_uri"))
            && login.get("code_challenge").equals(challenge(asked.get("code_verifier")))
            && isClient(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!good) {
      answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    String token =
        signed(
            claims(groups.toArray(String[]::new)).claim("nonce", login.get("nonce")).build(), key);
    answer(
        exchange,
        200,
        "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"id_token\":\"%s\"}".formatted(token));
  }

  private static boolean isClient(String authorization) {
    String text =
        new String(
            Base64.getDecoder().decode(authorization.substring("Basic ".length())),
            StandardCharsets.UTF_8);
    return URLDecoder.decode(text, StandardCharsets.UTF_8).equals(CLIENT + ":" + SECRET);
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> parameters(String query) {
    return Arrays.stream(query.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0],
                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                (one, other) -> other,
                HashMap::new));
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
