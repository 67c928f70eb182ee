package org.nessiebackup.deploy;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.kubernetes.testbed.ApiRequest;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import tools.jackson.databind.JsonNode;

/**
 * One thing that a rendered Role lets an account do: what cannot be taken away in part.
 *
 * @param everywhere whether it holds in all namespaces and outside of them
 * @param group the API group, empty for the core one
 * @param resource the plural, with its subresource
 * @param verb such as {@code patch}
 * @param name the only object; empty for all
 */
record Grant(
    boolean everywhere, String group, String resource, String verb, Optional<String> name) {

  /** All that an account may do. */
  static List<Grant> of(String account, List<Manifest> manifests) {
    return manifests.stream()
        .filter(binding -> binding.kind().endsWith("RoleBinding"))
        .filter(binding -> words(binding.content().get("subjects"), "name").contains(account))
        .map(binding -> binding.content().get("roleRef"))
        .flatMap(role -> ofRole(role, manifests))
        .toList();
  }

  private static Stream<Grant> ofRole(JsonNode reference, List<Manifest> manifests) {
    String name = reference.get("name").asString();
    String kind = reference.get("kind").asString();
    return manifests.stream()
        .filter(role -> role.kind().equals(kind) && role.name().equals(name))
        .flatMap(role -> role.content().get("rules").valueStream())
        .flatMap(rule -> ofRule(kind.equals("ClusterRole"), rule).stream());
  }

  private static List<Grant> ofRule(boolean everywhere, JsonNode rule) {
    List<Optional<String>> names =
        rule.has("resourceNames")
            ? texts(rule.get("resourceNames")).map(Optional::of).toList()
            : List.of(Optional.empty());
    List<Grant> grants = new ArrayList<>();
    for (String group : texts(rule.get("apiGroups")).toList()) {
      for (String resource : texts(rule.get("resources")).toList()) {
        for (String verb : texts(rule.get("verbs")).toList()) {
          names.forEach(name -> grants.add(new Grant(everywhere, group, resource, verb, name)));
        }
      }
    }
    return grants;
  }

  private static Stream<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString);
  }

  private static List<String> words(JsonNode list, String field) {
    return list.valueStream().map(each -> each.get(field).asString()).toList();
  }

  /** Lets an account do this, and nothing else. */
  static void allow(TestCluster cluster, String account, List<Grant> grants) {
    cluster
        .rules()
        .forget(account)
        .allow(
            account,
            TestCluster.NAMESPACE,
            grants.stream().filter(grant -> !grant.everywhere()).map(Grant::rule).toList())
        .allowEverywhere(
            account, grants.stream().filter(Grant::everywhere).map(Grant::rule).toList());
  }

  private PolicyRule rule() {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resource)
        .withVerbs(verb)
        .withResourceNames(name.stream().toList())
        .build();
  }

  /** Whether a request needs it. */
  boolean covers(ApiRequest request) {
    return request.group().equals(group)
        && request.fullResource().equals(resource)
        && request.verb().equals(verb)
        && name.filter(only -> !only.equals(request.name())).isEmpty();
  }

  @Override
  public String toString() {
    return verb + " " + resource + name.map(only -> " " + only).orElse("");
  }
}
