package dev.rondel.node.web;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.Gateway.Route;
import dev.rondel.pair.Key;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The way of an answer, in headers. */
final class Routes {

  static final String PRIMARY = "X-Rondel-Primary";
  static final String REPLICAS = "X-Rondel-Replicas";
  static final String SERVED_BY = "X-Rondel-Served-By";
  static final String EPOCH = "X-Rondel-Epoch";

  private Routes() {}

  /** The ids of the nodes that the request came to: this one, and where it was sent from here. */
  static String path(NodeId self, Route route) {
    if (!route.path().isEmpty()) {
      return names(route.path());
    }
    return names(route.servedBy().equals(self) ? List.of(self) : List.of(self, route.servedBy()));
  }

  /** Primary and replicas are left out where the ring has no node, or the request named no key. */
  static void write(Route route, BiConsumer<String, String> header) {
    if (!route.replicas().isEmpty()) {
      header.accept(PRIMARY, route.replicas().getFirst().value());
      header.accept(REPLICAS, names(route.replicas()));
    }
    header.accept(SERVED_BY, route.servedBy().value());
    header.accept(EPOCH, route.epoch().toString());
  }

  private static String names(List<NodeId> nodes) {
    var names = new StringBuilder();
    nodes.forEach(id -> names.append(names.isEmpty() ? "" : ",").append(id.value()));
    return names.toString();
  }

  /** The route of an answer that this node gives by itself. */
  static Route local(Gateway gateway, @Nullable Key key) {
    View view = gateway.view();
    var replicas = key == null ? null : view.rangeOf(key).map(Range::chain).orElse(null);
    return new Route(gateway.self(), replicas == null ? List.of() : replicas, view.epoch());
  }
}
