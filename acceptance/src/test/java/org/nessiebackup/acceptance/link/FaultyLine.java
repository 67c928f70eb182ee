package org.nessiebackup.acceptance.link;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.nessiebackup.testing.Faults;
import org.nessiebackup.testing.FaultyProxy;

/** A line to a bucket's server that is faulty as chance has it. */
final class FaultyLine implements AutoCloseable {
  private static final long LONGEST_DELAY = TimeUnit.MILLISECONDS.toNanos(300);

  /** What happens to a request. */
  enum Fault {
    SERVER_TOO_BUSY,
    SERVER_ERROR,
    REQUEST_LOST,
    ANSWER_LOST,
    ANSWER_CUT,
    DELIVERED_TWICE,
    TRIED_TWICE_ON_THE_WAY,
    DELAYED
  }

  private final FaultyProxy proxy;
  private final Random random;
  private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);
  private volatile int perThousand;
  private volatile List<Fault> kinds = List.of();

  FaultyLine(int port, Random random) {
    this.proxy = new FaultyProxy(port);
    this.random = random;
    proxy.always(request -> true, this::play);
  }

  int port() {
    return proxy.port();
  }

  /** From now on so many of a thousand requests meet one of these. */
  void spoil(int perThousandRequests, List<Fault> faults) {
    perThousand = perThousandRequests;
    kinds = List.copyOf(faults);
  }

  synchronized Map<Fault, Integer> happened() {
    return new EnumMap<>(happened);
  }

  private void play(FaultyProxy.Call call) throws IOException, InterruptedException {
    Fault fault = next();
    if (fault == null) {
      call.answer(call.forward(call.request()));
      return;
    }
    switch (fault) {
      case SERVER_TOO_BUSY -> Faults.error(503, "SlowDown").play(call);
      case SERVER_ERROR -> Faults.error(500, "InternalError").play(call);
      case REQUEST_LOST -> Faults.requestLost().play(call);
      case ANSWER_LOST -> Faults.answerLost().play(call);
      case ANSWER_CUT -> Faults.answerCutAfter(chance(2000)).play(call);
      case DELIVERED_TWICE -> {
        FaultyProxy.Answer first = call.forward(call.request());
        call.forward(call.request());
        call.answer(first);
      }
      case TRIED_TWICE_ON_THE_WAY -> {
        call.forward(call.request());
        call.answer(call.forward(call.request()));
      }
      case DELAYED -> {
        LockSupport.parkNanos(chance((int) LONGEST_DELAY));
        call.answer(call.forward(call.request()));
      }
    }
  }

  private synchronized Fault next() {
    if (kinds.isEmpty() || random.nextInt(1000) >= perThousand) {
      return null;
    }
    Fault fault = kinds.get(random.nextInt(kinds.size()));
    happened.merge(fault, 1, Integer::sum);
    return fault;
  }

  private synchronized int chance(int bound) {
    return random.nextInt(bound);
  }

  @Override
  public void close() {
    proxy.close();
  }
}
