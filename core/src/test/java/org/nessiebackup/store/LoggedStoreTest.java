package org.nessiebackup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Progress;
import org.nessiebackup.testing.ObjectStoreContract;

class LoggedStoreTest extends ObjectStoreContract {
  private final List<String> log = new CopyOnWriteArrayList<>();

  @Override
  protected ObjectStore emptyStore() {
    return new LoggedStore(
        new MemoryStore(),
        new Progress() {
          @Override
          public void step(String name, long totalBytes) {}

          @Override
          public void advanced(long rows, long bytes) {}

          @Override
          public void warning(String message) {}

          @Override
          public void detail(Detail level, Supplier<String> message) {
            log.add(message.get().replaceAll("in [0-9.]+ s", "in T"));
          }
        });
  }

  @Test
  void eachObjectIsReportedWithItsSize() throws IOException {
    ObjectStore store = emptyStore();
    put(store, "a/b", "four");
    try (InputStream in = store.open("a/b")) {
      assertThat(in.readAllBytes()).hasSize(4);
    }
    store.list("a/");
    store.folders("");
    store.delete("a/b");
    assertThatThrownBy(() -> store.open("a/b")).isInstanceOf(NoSuchObjectException.class);

    assertThat(log)
        .startsWith(
            "stored \"a/b\", 4 bytes in T",
            "read \"a/b\", 4 bytes in T",
            "listed \"a/\", 1 objects in T",
            "listed \"\", 1 folders in T",
            "removed \"a/b\" in T")
        .last()
        .asString()
        .startsWith("there is no \"a/b\"");
  }
}
