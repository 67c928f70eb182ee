package org.nessiebackup.kubernetes.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Trouble on demand: the n-th of certain requests is not answered as it should be. */
public final class ApiFaults {
  private final List<Fault> faults = new ArrayList<>();

  ApiFaults() {}

  /** What happens instead of an answer, or after the work was done. */
  public enum Trouble {
    /** Refused before anything was done, with the status given. */
    REFUSED,
    /** Done, but the connection breaks before the answer. */
    ANSWER_LOST,
    /** The connection breaks before anything was done. */
    CUT,
    /** No answer ever; nothing is done. */
    HANG
  }

  /**
   * A fault and how often it comes.
   *
   * @param status the status of a refusal, otherwise 0
   */
  record Occurrence(Trouble trouble, int status) {}

  private static final class Fault {
    private final Predicate<ApiRequest> condition;
    private final Occurrence occurrence;
    private int skip;
    private int times;

    Fault(Predicate<ApiRequest> condition, int skip, int times, Occurrence occurrence) {
      this.condition = condition;
      this.skip = skip;
      this.times = times;
      this.occurrence = occurrence;
    }

    boolean hits(ApiRequest request) {
      if (times == 0 || !condition.test(request)) {
        return false;
      }
      if (skip > 0) {
        skip--;
        return false;
      }
      times--;
      return true;
    }
  }

  /** Refuses requests with a status, after so many were let through. */
  public synchronized ApiFaults refuse(
      int status, int skip, int times, Predicate<ApiRequest> requests) {
    faults.add(new Fault(requests, skip, times, new Occurrence(Trouble.REFUSED, status)));
    return this;
  }

  /** Other trouble, after so many requests were let through. */
  public synchronized ApiFaults add(
      Trouble trouble, int skip, int times, Predicate<ApiRequest> requests) {
    faults.add(new Fault(requests, skip, times, new Occurrence(trouble, 0)));
    return this;
  }

  /** From now on all is well. */
  public synchronized void clear() {
    faults.clear();
  }

  synchronized Optional<Occurrence> next(ApiRequest request) {
    // An administrator's requests are those of the tests themselves.
    return request.user().equals(AccessRules.ADMINISTRATOR)
        ? Optional.empty()
        : faults.stream()
            .filter(fault -> fault.hits(request))
            .findFirst()
            .map(fault -> fault.occurrence);
  }
}
