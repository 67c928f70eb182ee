package org.nessiebackup.service.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import java.text.ParseException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Tokens that programs bring along. */
final class OidcTokens {
  /** So much may clocks differ. */
  static final int SKEW_SECONDS = 30;

  private final OidcOptions options;
  private final OidcProvider provider;

  OidcTokens(OidcOptions options, OidcProvider provider) {
    this.options = options;
    this.provider = provider;
  }

  /**
   * Whom a token is of.
   *
   * @throws org.nessiebackup.BackupException if the provider cannot be asked
   */
  Identification identify(String token) {
    try {
      Map<String, Object> claims = processor().process(token, null).getClaims();
      return identified(claims, Identification.Proof.BEARER, "bearer");
    } catch (ExpiredJWTException e) {
      return new Identification.Wrong("the token has expired");
    } catch (RateLimitReachedException e) {
      return new Identification.Wrong("the token was signed by a key that is not the provider's");
    } catch (KeySourceException e) {
      throw provider.unreachable(e.getMessage(), e);
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return new Identification.Wrong("the token is not one for this service");
    }
  }

  /** Somebody with these claims, which have been proven. */
  Identification identified(
      Map<String, Object> claims, Identification.Proof proof, String session) {
    String name = name(claims);
    return options
        .roles()
        .of(claims)
        .<Identification>map(
            role -> new Identification.Known(new Subject(name, role), proof, session))
        .orElseGet(() -> new Identification.WithoutRole(name));
  }

  /** The name that people know him by, and the one that the provider never gives to another. */
  private static String name(Map<String, Object> claims) {
    String id = String.valueOf(claims.get("sub"));
    return claims.get("preferred_username") instanceof String name && !name.equals(id)
        ? "%s (%s)".formatted(name, id)
        : id;
  }

  private DefaultJWTProcessor<SecurityContext> processor() {
    Set<String> audiences = new HashSet<>(options.audiences());
    audiences.add(options.client().id());
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            audiences,
            new JWTClaimsSet.Builder().issuer(options.issuer().toString()).build(),
            Set.of("sub", "exp"),
            null);
    claims.setMaxClockSkew(SKEW_SECONDS);
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(provider.known().keys());
    processor.setJWTClaimsSetVerifier(claims);
    return processor;
  }
}
