package org.nessiebackup.store.gcs;

import com.google.api.client.http.HttpResponse;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.StorageRequest;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectLockedException;
import org.nessiebackup.store.ObjectName;
import org.nessiebackup.store.StoredObject;

/** The objects that are there: looks at them, reads, lists and removes them. */
final class GcsObjects {
  private static final int ATTEMPTS = 5;

  private final Storage storage;
  private final GcsLocation location;
  private final GcsErrors errors;

  GcsObjects(Storage storage, GcsLocation location) {
    this.storage = storage;
    this.location = location;
    this.errors = new GcsErrors(location);
  }

  /** What the server tells of an object, if there is one. */
  Optional<StorageObject> find(String name) throws IOException {
    try {
      return Optional.of(whole(storage.objects().get(location.bucket(), location.key(name))));
    } catch (IOException e) {
      if (GcsErrors.isMissing(e)) {
        return Optional.empty();
      }
      throw errors.translate(e, "cannot look at \"" + name + "\"");
    }
  }

  InputStream open(String name) throws IOException {
    StorageObject found =
        find(name)
            .orElseThrow(
                () -> new NoSuchObjectException("no \"" + name + "\" in " + location, null));
    return new GcsInput(this, name, found.getGeneration(), found.getSize().longValueExact());
  }

  /** The bytes of one generation of an object, from a place on. */
  InputStream read(String name, long generation, long from) throws IOException {
    try {
      Storage.Objects.Get get =
          storage.objects().get(location.bucket(), location.key(name)).setGeneration(generation);
      if (from > 0) {
        get.getRequestHeaders().setRange("bytes=" + from + "-");
      }
      HttpResponse answer = get.executeMedia();
      if (from > 0 && answer.getStatusCode() != 206) {
        answer.disconnect();
        throw new IOException("the server does not send parts of \"" + name + "\"");
      }
      return answer.getContent();
    } catch (IOException e) {
      throw errors.translate(e, "cannot read \"" + name + "\"");
    }
  }

  List<StoredObject> list(String prefix) throws IOException {
    List<StoredObject> found = new ArrayList<>();
    Optional<String> page = Optional.empty();
    do {
      Objects objects = list(prefix, page);
      for (StorageObject each : Optional.ofNullable(objects.getItems()).orElse(List.of())) {
        String name = location.name(each.getName());
        if (ObjectName.isValid(name)) {
          found.add(
              new StoredObject(
                  name,
                  each.getSize().longValueExact(),
                  Instant.ofEpochMilli(each.getUpdated().getValue())));
        }
      }
      page = Optional.ofNullable(objects.getNextPageToken()).filter(token -> !token.isEmpty());
    } while (page.isPresent());
    found.sort(Comparator.comparing(StoredObject::name));
    return found;
  }

  private Objects list(String prefix, Optional<String> page) throws IOException {
    try {
      return whole(
          storage
              .objects()
              .list(location.bucket())
              .setPrefix(location.key(prefix))
              .setPageToken(page.orElse(null)));
    } catch (IOException e) {
      throw errors.translate(e, "cannot list");
    }
  }

  /** Asks again when an answer breaks off; the library does so only until an answer begins. */
  private static <T> T whole(StorageRequest<T> request) throws IOException {
    for (int attempt = 1; ; attempt++) {
      HttpResponse answer = request.executeUnparsed();
      try {
        return answer.parseAs(request.getResponseClass());
      } catch (IOException brokenOff) {
        if (attempt == ATTEMPTS) {
          throw brokenOff;
        }
      }
    }
  }

  void delete(String name) throws IOException {
    try {
      storage.objects().delete(location.bucket(), location.key(name)).execute();
    } catch (IOException e) {
      if (GcsErrors.isLocked(e)) {
        throw new ObjectLockedException("\"" + name + "\" is locked in " + location, e);
      }
      if (!GcsErrors.isMissing(e)) {
        throw errors.translate(e, "cannot remove \"" + name + "\"");
      }
    }
  }
}
