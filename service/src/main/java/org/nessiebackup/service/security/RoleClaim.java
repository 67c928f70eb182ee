package org.nessiebackup.service.security;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which role a token gives.
 *
 * @param claim the member of the token that says it, such as {@code groups}, or with points for one
 *     inside of others, {@code realm_access.roles}
 * @param roles which values of it stand for which role; of several, the one that may most holds
 */
public record RoleClaim(String claim, Map<String, Role> roles) {
  /** Checks that there is one. */
  public RoleClaim {
    roles = Map.copyOf(roles);
    if (claim.isBlank() || roles.isEmpty()) {
      throw new IllegalArgumentException("no claim, or no roles");
    }
  }

  /** The role of somebody with these claims; empty if they give him none. */
  Optional<Role> of(Map<String, Object> claims) {
    Object value = claims.containsKey(claim) ? claims.get(claim) : inside(claims);
    return texts(value).map(roles::get).filter(role -> role != null).max(Comparator.naturalOrder());
  }

  private Object inside(Map<String, Object> claims) {
    Object value = claims;
    for (String part : List.of(claim.split("\\."))) {
      value = value instanceof Map<?, ?> map ? map.get(part) : null;
    }
    return value;
  }

  private static Stream<String> texts(Object value) {
    if (value instanceof String text) {
      return Stream.concat(Stream.of(text), Arrays.stream(text.split(" ")));
    }
    return value instanceof Collection<?> several
        ? several.stream().map(String::valueOf)
        : Stream.empty();
  }
}
