package org.nessiebackup.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.ObjectUnreadableException;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;
import org.nessiebackup.store.Upload;

/** What every store has to do; a test class extends this and says how to make an empty store. */
public abstract class ObjectStoreContract {
  private ObjectStore store;

  /** A new store without objects. */
  protected abstract ObjectStore emptyStore() throws IOException;

  /**
   * Whether what an upload has sent takes room that somebody has to clear. Where it does not, a
   * store has nothing to tell.
   */
  protected boolean unfinishedUploadsTakeRoom() {
    return true;
  }

  @BeforeEach
  final void begin() throws IOException {
    store = emptyStore();
  }

  static List<String> namesNoStoreKeeps() {
    return List.of(
        "",
        "/",
        "/etc/passwd",
        "a/",
        "a//b",
        ".",
        "..",
        "../x",
        "a/../../x",
        "a/./b",
        ".hidden",
        "a/.hidden",
        "a\\..\\x",
        "a b",
        "ä",
        "a\nb",
        "a\0b",
        "C:x",
        "x".repeat(201),
        "abcdefg/".repeat(70) + "x");
  }

  @Test
  void committedBytesAreRead() throws IOException {
    put(store, "a/b/c.txt", "hello");

    assertThat(get("a/b/c.txt")).isEqualTo("hello");
  }

  @Test
  void emptyObjectIsKept() throws IOException {
    put(store, "empty", "");

    assertThat(get("empty")).isEmpty();
    assertThat(store.list("")).extracting(StoredObject::size).containsExactly(0L);
  }

  @Test
  void largeObjectWrittenInPiecesComesBack() throws IOException {
    byte[] large = new byte[3_000_000];
    new Random(1).nextBytes(large);
    try (Upload upload = store.create("large")) {
      upload.body().write(large[0]);
      for (int at = 1; at < large.length; at += 70_000) {
        upload.body().write(large, at, Math.min(70_000, large.length - at));
      }
      upload.commit();
    }

    try (InputStream in = store.open("large")) {
      assertThat(in.readAllBytes()).isEqualTo(large);
    }
  }

  @Test
  void nothingIsVisibleBeforeTheCommit() throws IOException {
    try (Upload upload = store.create("a/b")) {
      upload.body().write(1);
      upload.body().flush();

      assertThat(store.list("")).isEmpty();
      assertThatThrownBy(() -> store.open("a/b")).isInstanceOf(NoSuchObjectException.class);
      upload.commit();
      assertThat(names("")).containsExactly("a/b");
    }
  }

  @Test
  void uploadClosedWithoutCommitLeavesNothing() throws IOException {
    try (Upload upload = store.create("a/b")) {
      upload.body().write(1);
    }

    assertThat(store.list("")).isEmpty();
    put(store, "a/b", "second");
    assertThat(get("a/b")).isEqualTo("second");
  }

  @Test
  void closingTheBodyPublishesNothing() throws IOException {
    try (Upload upload = store.create("a")) {
      upload.body().write('x');
      upload.body().close();
      assertThat(store.list("")).isEmpty();
      upload.commit();
    }

    assertThat(get("a")).isEqualTo("x");
  }

  @Test
  void closingAgainAfterTheCommitChangesNothing() throws IOException {
    Upload upload = store.create("a");
    upload.body().write('x');
    upload.commit();
    upload.close();
    upload.close();

    assertThat(get("a")).isEqualTo("x");
  }

  @Test
  void takenNameIsRefusedAndKeepsItsContent() throws IOException {
    put(store, "a", "first");

    assertThatThrownBy(() -> put(store, "a", "second")).isInstanceOf(ObjectExistsException.class);
    assertThat(get("a")).isEqualTo("first");
  }

  @Test
  void ofTwoUploadsOfOneNameTheSecondCommitIsRefused() throws IOException {
    try (Upload first = store.create("a");
        Upload second = store.create("a")) {
      first.body().write('1');
      second.body().write('2');
      second.commit();

      assertThatThrownBy(first::commit).isInstanceOf(ObjectExistsException.class);
    }
    assertThat(get("a")).isEqualTo("2");
    assertThat(names("")).containsExactly("a");
  }

  @Test
  void ofManyConcurrentWritersExactlyOneWins() throws InterruptedException, IOException {
    AtomicInteger winners = new AtomicInteger();
    Queue<Throwable> errors =
        inParallel(
            8,
            number -> {
              put(store, "a/b", "writer " + number);
              winners.incrementAndGet();
            });

    assertThat(winners).hasValue(1);
    assertThat(errors).hasSize(7).allMatch(ObjectExistsException.class::isInstance);
    assertThat(get("a/b")).startsWith("writer ");
  }

  @Test
  void manyThreadsMayWriteAndDeleteSideBySide() throws InterruptedException, IOException {
    Queue<Throwable> errors =
        inParallel(
            4,
            number -> {
              for (int i = 0; i < 25; i++) {
                String name = "shared/folder/" + number;
                put(store, name, "x");
                assertThat(names("shared/")).contains(name);
                store.delete(name);
              }
            });

    assertThat(errors).isEmpty();
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void listIsSortedAndTakesAnyPrefix() throws IOException {
    for (String name : List.of("b/2", "a", "b/10", "b-c", "b/1/x", "c")) {
      put(store, name, name);
    }

    assertThat(names("")).containsExactly("a", "b-c", "b/1/x", "b/10", "b/2", "c");
    assertThat(names("b/")).containsExactly("b/1/x", "b/10", "b/2");
    assertThat(names("b/1")).containsExactly("b/1/x", "b/10");
    assertThat(names("b")).containsExactly("b-c", "b/1/x", "b/10", "b/2");
    assertThat(names("b/2")).containsExactly("b/2");
    assertThat(names("d")).isEmpty();
    assertThat(names("d/e/")).isEmpty();
  }

  @Test
  void storeWithoutAnObjectTellsWhetherNamesAreExclusive() throws IOException {
    assertThat(store.supportsConditionalPut()).isTrue();
    assertThat(store.list("")).isEmpty();
    assertThat(store.unfinished()).isEmpty();
  }

  @Test
  void uploadAtWorkIsUnfinishedUntilItIsCommitted() throws IOException {
    put(store, "a/whole", "x");
    try (Upload upload = begun("a/b")) {
      assertThat(store.unfinished())
          .extracting(UnfinishedUpload::name)
          .isEqualTo(unfinishedUploadsTakeRoom() ? List.of("a/b") : List.of());
      upload.commit();
    }

    assertThat(store.unfinished()).isEmpty();
  }

  @Test
  void uploadThatWasGivenUpIsNotUnfinished() throws IOException {
    begun("a/b").close();

    assertThat(store.unfinished()).isEmpty();
  }

  @Test
  void discardedUploadTakesNoRoomAndOthersGoOn() throws IOException {
    begun("a/left");
    try (Upload other = begun("a/other")) {
      for (UnfinishedUpload upload : store.unfinished()) {
        if (upload.name().equals("a/left")) {
          store.discard(upload);
          store.discard(upload);
        }
      }
      assertThat(store.unfinished())
          .extracting(UnfinishedUpload::name)
          .isEqualTo(unfinishedUploadsTakeRoom() ? List.of("a/other") : List.of());
      other.commit();
    }

    assertThat(names("")).containsExactly("a/other");
  }

  /** With so many bytes that a store which sends them in parts has sent some. */
  private Upload begun(String name) throws IOException {
    Upload upload = store.create(name);
    upload.body().write(new byte[20 << 20]);
    upload.body().flush();
    return upload;
  }

  @Test
  void listTellsTheSizes() throws IOException {
    put(store, "a", "12345");

    assertThat(store.list("a")).extracting(StoredObject::size).containsExactly(5L);
  }

  @Test
  void foldersAreWhatNamesBeginWithUpToTheNextSlash() throws IOException {
    for (String name : List.of("b/2", "a", "b/10", "b-c/x", "b/1/x/y", "b/1/x/z", "c/d")) {
      put(store, name, name);
    }

    assertThat(store.folders("")).containsExactly("b-c/", "b/", "c/");
    assertThat(store.folders("b/")).containsExactly("b/1/");
    assertThat(store.folders("b")).containsExactly("b-c/", "b/");
    assertThat(store.folders("b/1/")).containsExactly("b/1/x/");
    assertThat(store.folders("b/1/x/")).isEmpty();
    assertThat(store.folders("d/")).isEmpty();
  }

  @Test
  void listOfAnEmptyStoreIsEmpty() throws IOException {
    assertThat(store.folders("")).isEmpty();
    assertThat(store.list("")).isEmpty();
    assertThat(store.list("backups/")).isEmpty();
  }

  @Test
  void missingObjectIsNamed() throws IOException {
    put(store, "a/b", "x");

    for (String name : List.of("c", "a/c")) {
      assertThatThrownBy(() -> store.open(name))
          .isInstanceOf(NoSuchObjectException.class)
          .hasMessageContaining("\"" + name + "\"");
    }
  }

  @Test
  void whatIsNoObjectBecauseOfAnotherIsMissingOrUnreadable() throws IOException {
    put(store, "a/b", "x");

    for (String name : List.of("a", "a/b/c")) {
      assertThatThrownBy(() -> store.open(name))
          .isInstanceOfAny(NoSuchObjectException.class, ObjectUnreadableException.class);
    }
  }

  @Test
  void deletedObjectIsGoneAndItsNameIsFree() throws IOException {
    put(store, "a/b", "first");
    store.delete("a/b");

    assertThat(store.list("")).isEmpty();
    assertThatThrownBy(() -> store.open("a/b")).isInstanceOf(NoSuchObjectException.class);
    put(store, "a/b", "second");
    assertThat(get("a/b")).isEqualTo("second");
  }

  @Test
  void deletingWhatIsNotThereIsNoError() throws IOException {
    put(store, "a/b", "x");
    store.delete("c");
    store.delete("c/d");
    store.delete("a");
    store.delete("a/b/c");

    assertThat(names("")).containsExactly("a/b");
  }

  @Test
  void longestNameIsKept() throws IOException {
    String name = "x".repeat(200) + "/" + "y".repeat(200) + "/" + "z".repeat(98);
    put(store, name, "x");

    assertThat(names("")).containsExactly(name);
    assertThat(get(name)).isEqualTo("x");
  }

  @ParameterizedTest
  @MethodSource("namesNoStoreKeeps")
  void nameThatNoStoreKeepsIsRefused(String name) throws IOException {
    assertThatThrownBy(() -> put(store, name, "x")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> get(name)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> store.delete(name)).isInstanceOf(IOException.class);
    assertThat(store.list("")).isEmpty();
  }

  /** Stores a text. */
  protected static void put(ObjectStore store, String name, String text) throws IOException {
    try (Upload upload = store.create(name)) {
      upload.body().write(text.getBytes(StandardCharsets.UTF_8));
      upload.commit();
    }
  }

  private String get(String name) throws IOException {
    try (InputStream in = store.open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<String> names(String prefix) throws IOException {
    return store.list(prefix).stream().map(StoredObject::name).toList();
  }

  @FunctionalInterface
  private interface Work {
    void run(int number) throws IOException;
  }

  private static Queue<Throwable> inParallel(int threads, Work work) throws InterruptedException {
    Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> running =
        IntStream.range(0, threads)
            .mapToObj(
                number ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              try {
                                start.await();
                                work.run(number);
                              } catch (IOException | InterruptedException | AssertionError e) {
                                errors.add(e);
                              }
                            }))
            .toList();
    start.countDown();
    for (Thread thread : running) {
      thread.join();
    }
    return errors;
  }
}
