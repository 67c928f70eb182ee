package org.nessiebackup.kubernetes.testbed;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Locale;

/** The kinds of the operator in a cluster, as an administrator writes them, without its classes. */
public record DeclaredResources(TestCluster cluster) {
  /** All of a kind. */
  public List<GenericKubernetesResource> all(String kind) {
    return kind(kind).list().getItems();
  }

  /** One by its name. */
  public GenericKubernetesResource get(String kind, String name) {
    return kind(kind).withName(name).get();
  }

  /** Makes one. */
  public void create(String yaml) {
    GenericKubernetesResource resource = parse(yaml);
    kind(resource.getKind()).resource(resource).create();
  }

  /** Replaces one. */
  public void update(String yaml) {
    update(parse(yaml));
  }

  /** Replaces one. */
  public void update(GenericKubernetesResource resource) {
    kind(resource.getKind()).resource(resource).update();
  }

  /** Removes one. */
  public void delete(String kind, String name) {
    kind(kind).withName(name).delete();
  }

  private GenericKubernetesResource parse(String yaml) {
    return cluster
        .client()
        .getKubernetesSerialization()
        .unmarshal(yaml, GenericKubernetesResource.class);
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      kind(String kind) {
    return cluster
        .client()
        .genericKubernetesResources(
            new ResourceDefinitionContext.Builder()
                .withGroup("nessie-backup.org")
                .withVersion("v1alpha1")
                .withKind(kind)
                .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
                .withNamespaced(true)
                .build())
        .inNamespace(TestCluster.NAMESPACE);
  }
}
