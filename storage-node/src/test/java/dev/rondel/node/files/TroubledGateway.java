package dev.rondel.node.files;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.web.InMemoryGateway;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.View;
import dev.rondel.wire.Via;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A table in memory where a test can stand in the way of operations, and count them. */
final class TroubledGateway implements Gateway {

  final InMemoryGateway table = new InMemoryGateway();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private volatile Function<Operation, @Nullable Outcome> trouble = operation -> null;

  /** Answers what this gives instead of asking the table; null lets the operation through. */
  void trouble(Function<Operation, @Nullable Outcome> instead) {
    trouble = instead;
  }

  int mostUnderWay() {
    return mostUnderWay.get();
  }

  Outcome unknown() {
    return new Outcome.Unknown("the chain broke", table.route());
  }

  Outcome unavailable() {
    return new Outcome.Unavailable("all are down", table.route().replicas(), table.route());
  }

  @Override
  public Outcome execute(Operation operation, Via via) {
    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    try {
      Outcome instead = trouble.apply(operation);
      return instead == null ? table.execute(operation, via) : instead;
    } finally {
      underWay.decrementAndGet();
    }
  }

  @Override
  public View view() {
    return table.view();
  }

  @Override
  public NodeId self() {
    return table.self();
  }

  @Override
  public Page list(@Nullable Cursor cursor, byte[] prefix, int limit, boolean local) {
    return table.list(cursor, prefix, limit, local);
  }

  @Override
  public Page listAfter(Token token, int limit) {
    return table.listAfter(token, limit);
  }
}
