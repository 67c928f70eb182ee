package org.nessiebackup.kubernetes.testbed;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.kubernetes.cluster.Permission;

/**
 * Who may do what. A user without any rule may do nothing; only {@link #ADMINISTRATOR} may do all.
 * Rules are those of Kubernetes, so that those of a rendered Role can be given.
 */
public final class AccessRules {
  /** A token whose owner may do everything. */
  public static final String ADMINISTRATOR = "administrator";

  private static final String EVERYWHERE = "";

  private final Map<String, List<Grant>> grants = new ConcurrentHashMap<>();

  AccessRules() {}

  private record Grant(String namespace, PolicyRule rule) {}

  /** What a Role and its binding in a namespace give. */
  public AccessRules allow(String user, String namespace, List<PolicyRule> rules) {
    List<Grant> all = new ArrayList<>(grants.getOrDefault(user, List.of()));
    rules.forEach(rule -> all.add(new Grant(namespace, rule)));
    grants.put(user, List.copyOf(all));
    return this;
  }

  /** What a ClusterRole and its cluster-wide binding give. */
  public AccessRules allowEverywhere(String user, List<PolicyRule> rules) {
    return allow(user, EVERYWHERE, rules);
  }

  /** Takes all from somebody. */
  public AccessRules forget(String user) {
    grants.remove(user);
    return this;
  }

  boolean knows(String user) {
    return grants.containsKey(user);
  }

  /** As the Role of a chart would give them. */
  public static PolicyRule rule(Permission permission) {
    return new PolicyRuleBuilder()
        .withApiGroups(permission.group())
        .withResources(permission.resource())
        .withVerbs(permission.verb())
        .withResourceNames(permission.name().stream().toList())
        .build();
  }

  boolean allows(ApiRequest request) {
    // Everybody who is known may ask what he may do.
    if (request.resource().equals("selfsubjectaccessreviews")) {
      return true;
    }
    String name = request.name().replaceFirst(":.*", "");
    return allows(
        request.user(),
        request.namespace(),
        request.verb(),
        request.group(),
        request.fullResource(),
        // The server does not know yet how it will be called.
        request.verb().equals("create") && request.subresource().isEmpty() ? "" : name);
  }

  boolean allows(
      String user, String namespace, String verb, String group, String resource, String name) {
    return user.equals(ADMINISTRATOR)
        || grants.getOrDefault(user, List.of()).stream()
            .filter(
                grant ->
                    grant.namespace().equals(EVERYWHERE) || grant.namespace().equals(namespace))
            .map(Grant::rule)
            .anyMatch(
                rule ->
                    has(rule.getVerbs(), verb)
                        && has(rule.getApiGroups(), group)
                        && has(rule.getResources(), resource)
                        && (rule.getResourceNames().isEmpty()
                            || rule.getResourceNames().contains(name)));
  }

  private static boolean has(List<String> values, String value) {
    return values.contains("*") || values.contains(value);
  }
}
