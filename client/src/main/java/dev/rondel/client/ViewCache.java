package dev.rondel.client;

import dev.rondel.view.Epoch;
import dev.rondel.view.View;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The newest view that this client has seen. An older one never replaces it.
 *
 * <p>It is fetched from a node of the ring or from a seed, whoever answers first in turn; the
 * coordinator need not live.
 */
final class ViewCache {

  private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(2);

  private final Function<URI, NodeEndpoint> endpoints;
  private final Routing routing;
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private volatile View view;

  /**
   * @throws IOException where no seed tells a ring
   */
  ViewCache(Function<URI, NodeEndpoint> endpoints, Routing routing) throws IOException {
    this.endpoints = endpoints;
    this.routing = routing;
    this.view = fetch(routing.options().seeds());
  }

  View view() {
    return view;
  }

  /**
   * An answer came that knows this epoch: if it is newer than ours, a newer view is fetched in the
   * background.
   */
  void heard(Epoch epoch) {
    if (view.epoch().isBefore(epoch)) {
      refreshInBackground();
    }
  }

  void refreshInBackground() {
    if (refreshing.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("rondel-client-refresh")
          .start(
              () -> {
                try {
                  refresh();
                } catch (IOException nobodyAnswers) {
                  // The old view stays: the nodes forward what it sends astray.
                } finally {
                  refreshing.set(false);
                }
              });
    }
  }

  /** The newest view that can be had now. */
  View refresh() throws IOException {
    Set<URI> sources = new LinkedHashSet<>(routing.options().seeds());
    if (routing.options().direct()) {
      List<URI> nodes = new ArrayList<>();
      view.members().stream()
          .filter(member -> member.up())
          .forEach(member -> routing.address(member).ifPresent(nodes::add));
      Collections.shuffle(nodes);
      sources.addAll(nodes);
    }
    View fetched = fetch(sources);
    synchronized (this) {
      if (view.epoch().isBefore(fetched.epoch())) {
        view = fetched;
      }
      return view;
    }
  }

  /**
   * Goes round the sources for as long as an operation may take, while one of them is only slow to
   * answer; where each refuses, or tells no ring, there is nothing to wait for.
   */
  private View fetch(Collection<URI> sources) throws IOException {
    var deadline = new Deadline(routing.options().timeout());
    IOException failure = new IOException("nobody to ask for the ring");
    boolean slow;
    do {
      slow = false;
      for (URI source : sources) {
        try {
          return endpoints.apply(source).view(deadline.atMost(FETCH_TIMEOUT));
        } catch (HttpTimeoutException silent) {
          slow = true;
          failure = new IOException(source + " does not answer in time", silent);
        } catch (IOException next) {
          failure = next;
        }
      }
    } while (slow && deadline.pause());
    throw failure;
  }
}
