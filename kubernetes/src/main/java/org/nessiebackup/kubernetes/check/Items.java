package org.nessiebackup.kubernetes.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.check.CheckReport.Status;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import org.nessiebackup.kubernetes.cluster.Permission;
import org.nessiebackup.kubernetes.cluster.Permissions;

/** Gathers what was found; what cannot be looked at is an item too, and never the end. */
final class Items {
  private final List<Item> items = new ArrayList<>();

  void ok(String name, String detail) {
    items.add(new Item(name, Status.OK, detail, Optional.empty()));
  }

  void warn(String name, String detail, String advice) {
    items.add(new Item(name, Status.WARN, detail, Optional.of(advice)));
  }

  void fail(String name, String detail, String advice) {
    items.add(new Item(name, Status.FAIL, detail, Optional.of(advice)));
  }

  void failure(String name, BackupException why) {
    items.add(new Item(name, Status.FAIL, why.getMessage(), why.hint()));
  }

  void addAll(List<Item> others) {
    items.addAll(others);
  }

  /**
   * Looks at something, and returns what others need of it; a permission that is missing is a
   * warning with the rule to add.
   */
  <T> Optional<T> look(String name, List<Permission> needed, Supplier<Optional<T>> look) {
    try {
      return look.get();
    } catch (BackupException e) {
      switch (e.failure()) {
        case INTERRUPTED -> throw e;
        case PERMISSION ->
            warn(
                name,
                "not allowed to look: " + e.getMessage(),
                "Add to the %s of whoever runs this: ".formatted(roleFor(needed))
                    + String.join("; ", Permissions.rules(needed)));
        default -> failure(name, e);
      }
      return Optional.empty();
    }
  }

  /** A Role has no say over what is in no namespace. */
  private static String roleFor(List<Permission> needed) {
    return needed.contains(ObjectKind.STORAGE_CLASS.permission("get")) ? "ClusterRole" : "Role";
  }

  /** The same, where nobody needs anything of it. */
  void check(String name, List<Permission> needed, Runnable look) {
    look(
        name,
        needed,
        () -> {
          look.run();
          return Optional.empty();
        });
  }

  boolean has(String name) {
    return items.stream().anyMatch(item -> item.name().equals(name));
  }

  List<Item> all() {
    return List.copyOf(items);
  }
}
