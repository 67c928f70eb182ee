package org.nessiebackup.service.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoleClaimTest {
  private static RoleClaim claim(String name) {
    return new RoleClaim(name, Map.of("lake-admins", Role.ADMIN, "lake", Role.VIEWER));
  }

  @Test
  void theRoleThatMayMostHolds() {
    assertThat(claim("groups").of(Map.of("groups", List.of("lake", "x", "lake-admins"))))
        .contains(Role.ADMIN);
    assertThat(claim("groups").of(Map.of("groups", "lake"))).contains(Role.VIEWER);
    assertThat(claim("scope").of(Map.of("scope", "openid lake"))).contains(Role.VIEWER);
  }

  @Test
  void pointsLeadInsideUnlessTheyAreInTheName() {
    assertThat(
            claim("realm_access.roles")
                .of(Map.of("realm_access", Map.of("roles", List.of("lake")))))
        .contains(Role.VIEWER);
    assertThat(claim("https://a.example/r").of(Map.of("https://a.example/r", List.of("lake"))))
        .contains(Role.VIEWER);
  }

  @Test
  void whatIsNotMappedGivesNone() {
    assertThat(claim("groups").of(Map.of())).isEmpty();
    assertThat(claim("groups").of(Map.of("groups", List.of("Lake", "lake-admins2", 7)))).isEmpty();
    assertThat(claim("groups").of(Map.of("groups", Map.of("lake", true)))).isEmpty();
    assertThat(claim("a.b.c").of(Map.of("a", "lake"))).isEmpty();
  }
}
