package dev.rondel.client;

import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A client of the whole table. It caches the view, hashes each key itself, and goes straight to a
 * replica. Safe for all threads at once.
 *
 * <p>What it repeats: a read, at another replica, after any failure. A write only where it is
 * certain that nothing was applied: the connection was refused, or the node said so. A write whose
 * fate is not known is answered as {@link WriteOutcome.Unknown} at once, and never sent twice.
 */
public final class RondelClient implements AutoCloseable {

  private final ClientOptions options;
  private final HttpClient http;
  private final Routing routing;
  private final ViewCache views;

  private RondelClient(ClientOptions options) throws IOException {
    this.options = options;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(options.connectTimeout())
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    this.routing = new Routing(options, new KnownHosts());
    try {
      this.views = new ViewCache(this::at, routing);
    } catch (IOException e) {
      http.close();
      throw e;
    }
  }

  /** Connects to the cluster of this coordinator, or of these nodes. */
  public static RondelClient connect(URI... coordinatorOrNodes) throws IOException {
    return connect(ClientOptions.of(coordinatorOrNodes));
  }

  /**
   * @throws IOException where none of the seeds tells the ring
   */
  public static RondelClient connect(ClientOptions options) throws IOException {
    return new RondelClient(options);
  }

  public ReadOutcome get(Key key) {
    var deadline = new Deadline(options.timeout());
    var reason = new Reason();
    while (true) {
      for (URI target : routing.forRead(views.view(), key, ThreadLocalRandom.current())) {
        if (deadline.isOver()) {
          return new ReadOutcome.Unavailable(reason.text);
        }
        switch (at(target).tryGet(key, deadline.atMost(options.readAttempt()))) {
          case Attempt.Answered<ReadOutcome>(var outcome, var epoch) -> {
            views.heard(epoch);
            return outcome;
          }
          case Attempt.NotApplied<ReadOutcome>(var why, var byNode) -> reason.hear(why, byNode);
          case Attempt.Lost<ReadOutcome>(var why) -> reason.hear(why, false);
        }
      }
      views.refreshInBackground();
      if (!deadline.pause()) {
        return new ReadOutcome.Unavailable(reason.text);
      }
    }
  }

  public WriteOutcome put(Key key, Value value) {
    return put(key, value, WriteOptions.DEFAULT);
  }

  public WriteOutcome put(Key key, Value value, WriteOptions how) {
    return write(key, (node, timeout) -> node.tryPut(key, value, how, timeout));
  }

  public WriteOutcome delete(Key key) {
    return delete(key, Condition.always());
  }

  public WriteOutcome delete(Key key, Condition condition) {
    return write(key, (node, timeout) -> node.tryDelete(key, condition, timeout));
  }

  private interface Write {
    Attempt<WriteOutcome> at(NodeEndpoint node, Duration timeout);
  }

  private WriteOutcome write(Key key, Write write) {
    var deadline = new Deadline(options.timeout());
    var reason = new Reason();
    while (true) {
      for (URI target : routing.forWrite(views.view(), key, ThreadLocalRandom.current())) {
        if (deadline.isOver()) {
          return new WriteOutcome.Unavailable(reason.text);
        }
        switch (write.at(at(target), deadline.left())) {
          case Attempt.Answered<WriteOutcome>(var outcome, var epoch) -> {
            views.heard(epoch);
            return outcome;
          }
          case Attempt.NotApplied<WriteOutcome>(var why, var byNode) -> reason.hear(why, byNode);
          case Attempt.Lost<WriteOutcome>(var why) -> {
            views.refreshInBackground();
            return new WriteOutcome.Unknown(why);
          }
        }
      }
      views.refreshInBackground();
      if (!deadline.pause()) {
        return new WriteOutcome.Unavailable(reason.text);
      }
    }
  }

  /** The newest view that this client has seen; it may be behind. */
  public View view() {
    return views.view();
  }

  /** The newest view that can be had now. */
  public View refresh() throws IOException {
    return views.refresh();
  }

  /** The node at this address. */
  public NodeEndpoint at(URI address) {
    return new NodeEndpoint(http, address, options.via());
  }

  /** The node of this id, if the ring tells an address for it. */
  public Optional<NodeEndpoint> at(NodeId id) {
    return view().member(id).flatMap(this::addressOf).map(this::at);
  }

  /** Where this client reaches a member. */
  public Optional<URI> addressOf(Member member) {
    return routing.address(member);
  }

  /** The coordinator's interface, at the first seed. */
  public Admin admin() {
    return new Admin(http, options.seeds().getFirst());
  }

  public List<URI> seeds() {
    return options.seeds();
  }

  /** Waits for the requests that are on their way, at most for the timeout of an operation. */
  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }

  /** Why it does not go: the last word of a node, or, where none said any, what else was met. */
  private static final class Reason {
    private String text = "no node is known";
    private boolean byNode;

    void hear(String why, boolean toldByNode) {
      if (toldByNode || !byNode) {
        text = why;
        byNode = toldByNode;
      }
    }
  }
}
