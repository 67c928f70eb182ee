package org.nessiebackup.operator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Which objects somebody wants to hear of.
 *
 * @param kind the class of the objects
 * @param selector of their labels
 * @param resources whose they are
 * @param news whether it is worth a look that one is now so and was so before; asked of reduced
 *     objects, and also for one that is new, which is held against itself
 * @param fields what is kept of each besides name, namespace, uid and version
 */
public record Interest<R extends HasMetadata>(
    Class<R> kind,
    String selector,
    Function<R, Set<ResourceID>> resources,
    BiPredicate<R, R> news,
    List<String> fields) {
  /** Copies the list. */
  public Interest {
    fields = List.copyOf(fields);
  }
}
