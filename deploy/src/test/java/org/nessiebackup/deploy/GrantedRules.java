package org.nessiebackup.deploy;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the rendered Roles let an account do, by Kubernetes' rules: one rule has to allow it whole.
 *
 * @param rules of all Roles that are bound to it
 */
record GrantedRules(List<JsonNode> rules) {
  GrantedRules {
    rules = List.copyOf(rules);
  }

  /** Those of an account. */
  static GrantedRules of(String account, List<Manifest> manifests) {
    List<String> roles =
        manifests.stream()
            .filter(manifest -> manifest.kind().endsWith("RoleBinding"))
            .filter(
                binding ->
                    binding
                        .content()
                        .get("subjects")
                        .valueStream()
                        .anyMatch(subject -> subject.get("name").asString().equals(account)))
            .map(
                binding ->
                    binding.content().at("/roleRef/kind").asString()
                        + " \""
                        + binding.content().at("/roleRef/name").asString()
                        + "\"")
            .toList();
    return new GrantedRules(
        manifests.stream()
            .filter(manifest -> roles.contains(manifest.toString()))
            .flatMap(role -> role.content().get("rules").valueStream())
            .toList());
  }

  /**
   * Whether something is allowed.
   *
   * @param verb such as {@code patch}
   * @param resource with its group, such as {@code apps/deployments/scale}; the core one's is empty
   * @param name of the object; empty where a request names none
   */
  boolean allow(String verb, String resource, String name) {
    int slash = resource.indexOf('/');
    String group = resource.substring(0, slash);
    String plural = resource.substring(slash + 1);
    return rules.stream()
        .anyMatch(
            rule ->
                has(rule, "apiGroups", group)
                    && has(rule, "resources", plural)
                    && has(rule, "verbs", verb)
                    && (!rule.has("resourceNames") || has(rule, "resourceNames", name)));
  }

  /** Whether any rule is about all there is. */
  boolean haveWildcards() {
    return rules.stream().anyMatch(rule -> rule.toString().contains("\"*\""));
  }

  private static boolean has(JsonNode rule, String field, String value) {
    return rule.path(field).valueStream().anyMatch(each -> each.asString().equals(value));
  }
}
