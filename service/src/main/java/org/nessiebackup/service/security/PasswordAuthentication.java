package org.nessiebackup.service.security;

import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A name with a password, by {@code Authorization: Basic}. */
public final class PasswordAuthentication implements Authentication {
  /** For names that are not there, so that they take as long as those that are. */
  private static final PasswordHash NOBODY = PasswordHash.ofNone();

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final PasswordFile file;
  private final Throttle throttle;

  /** One at a time: who tries many passwords takes one processor at most, and learns no sooner. */
  private final Semaphore hasher = new Semaphore(1, true);

  private final byte[] key = Digests.random(32);

  /**
   * What was found right before: hashing takes a while on purpose, and a page asks often. The
   * password is not in it, and it holds for one line of the file only.
   */
  private final Map<String, String> right = Collections.synchronizedMap(new Bounded<>(1_000));

  /** By a file of passwords. */
  public PasswordAuthentication(PasswordFile file, Clock clock) {
    this.file = file;
    this.throttle = new Throttle(clock);
  }

  @Override
  public Identification identify(Attempt attempt) {
    Optional<Attempt.Login> login = attempt.login();
    if (login.isEmpty()) {
      return attempt.showsCredentials()
          ? new Identification.Wrong("a name with a password is wanted here")
          : new Identification.Unknown();
    }
    return check(login.get(), attempt.address());
  }

  private Identification check(Attempt.Login login, String address) {
    Optional<PasswordFile.Entry> entry = file.entry(login.name());
    String shown = Digests.keyed(key, login.name() + ":" + login.password());
    // Before the waiting, so that nobody can keep somebody out who is at work already.
    if (wasRight(shown, entry)) {
      return known(entry.orElseThrow());
    }
    try {
      if (!hasher.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Identification.TooMany(PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Identification.TooMany(PATIENCE);
    }
    try {
      // A page asks for several things at once: the first of them has found it out by now.
      return wasRight(shown, entry)
          ? known(entry.orElseThrow())
          : hashed(login, entry, "address " + address);
    } finally {
      hasher.release();
    }
  }

  private boolean wasRight(String shown, Optional<PasswordFile.Entry> entry) {
    return entry.isPresent() && entry.get().hash().toString().equals(right.get(shown));
  }

  private Identification hashed(
      Attempt.Login login, Optional<PasswordFile.Entry> entry, String from) {
    // Names can be as long as a header, and many are remembered.
    String to = "name " + Digests.of(login.name());
    Duration wait = throttle.left(from, to);
    if (wait.isPositive()) {
      return new Identification.TooMany(wait);
    }
    PasswordHash hash = entry.map(PasswordFile.Entry::hash).orElse(NOBODY);
    if (!hash.matches(login.password()) || entry.isEmpty()) {
      throttle.failed(from, to);
      return new Identification.Wrong("no such name, or not its password");
    }
    throttle.succeeded(to);
    right.put(Digests.keyed(key, login.name() + ":" + login.password()), hash.toString());
    return known(entry.get());
  }

  private static Identification known(PasswordFile.Entry entry) {
    return new Identification.Known(
        entry.subject(), Identification.Proof.AMBIENT, entry.subject().name());
  }

  @Override
  public String challenge() {
    return "Basic realm=\"nessie-backup\", charset=\"UTF-8\"";
  }
}
