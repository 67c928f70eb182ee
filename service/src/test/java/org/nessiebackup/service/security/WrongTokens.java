package org.nessiebackup.service.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Tokens of an administrator that nobody may believe. */
public final class WrongTokens {
  private static final RSAKey STRANGER = StandInProvider.newKey("first");

  private final StandInProvider provider;
  private final Map<String, String> tokens = new LinkedHashMap<>();

  private WrongTokens(StandInProvider provider) {
    this.provider = provider;
  }

  /** What is wrong with them, and they themselves. */
  public static Map<String, String> of(StandInProvider provider) {
    WrongTokens wrong = new WrongTokens(provider);
    try {
      wrong.claims();
      wrong.signatures();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return wrong.tokens;
  }

  private void claims() {
    with("expired", claims -> claims.expirationTime(in(-60)));
    with("without an end", claims -> claims.expirationTime(null));
    with("not valid yet", claims -> claims.notBeforeTime(in(120)));
    with("for another service", claims -> claims.audience("other"));
    with("for nobody", claims -> claims.audience((String) null));
    with("of another issuer", claims -> claims.issuer("https://evil.example"));
    with("of nobody", claims -> claims.subject(null));
  }

  private void with(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
    tokens.put(
        name,
        StandInProvider.signed(change.apply(provider.claims("admins")).build(), provider.key()));
  }

  private static Date in(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private void signatures() throws JOSEException {
    JWTClaimsSet good = provider.claims("admins").build();
    byte[] publicKey = provider.key().toRSAPublicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(publicKey));
    RSASSASigner signer = new RSASSASigner(provider.key());
    JWSHeader.Builder mac = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first");
    JWSHeader.Builder rsa = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("first");
    JWSHeader.Builder own = new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(STRANGER.toPublicJWK());
    JWSHeader.Builder logout = rsa.type(new JOSEObjectType("logout+jwt"));
    String token = provider.tokenOf("admins");
    tokens.put("not signed", new PlainJWT(good).serialize());
    tokens.put("without its signature", token.substring(0, token.lastIndexOf('.') + 1));
    tokens.put("with another's signature", StandInProvider.signed(good, STRANGER));
    tokens.put(
        "by a key that is not known",
        StandInProvider.signed(good, StandInProvider.newKey("unknown")));
    tokens.put("by the public key as a secret", signed(mac, good, new MACSigner(publicKey)));
    tokens.put(
        "by the PEM of it",
        signed(mac, good, new MACSigner(pem.getBytes(StandardCharsets.US_ASCII))));
    tokens.put("by a key that it brings along", signed(own, good, new RSASSASigner(STRANGER)));
    tokens.put("of another kind", signed(logout, good, signer));
    tokens.put("no claims", noClaims(signer));
    tokens.put("changed", token.replace(".ey", ".eX"));
    tokens.put("nonsense", "a.b.c");
    tokens.put("words", "hello");
  }

  private static String signed(JWSHeader.Builder header, JWTClaimsSet claims, JWSSigner signer)
      throws JOSEException {
    SignedJWT token = new SignedJWT(header.build(), claims);
    token.sign(signer);
    return token.serialize();
  }

  private static String noClaims(JWSSigner signer) throws JOSEException {
    JWSObject object =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("first").build(), new Payload("[]"));
    object.sign(signer);
    return object.serialize();
  }
}
